-- Whose transactions write; a program's name is its own choice, so no control character of it goes on.
SELECT a.backend_xid::text,
       a.usename || CASE WHEN a.application_name = '' THEN '' ELSE ' with ' || regexp_replace(a.application_name, '[^ -~]', '?', 'g') END
  FROM pg_stat_activity a
 WHERE a.backend_xid IS NOT NULL AND a.usename IS NOT NULL AND a.pid <> pg_backend_pid()
