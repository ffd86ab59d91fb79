-- The cluster's roles but PostgreSQL's own; never a verifier. Readable by every account, as all here is.
SELECT r.rolname::text,
       ARRAY(SELECT a FROM unnest(ARRAY[
         CASE WHEN r.rolcanlogin THEN 'LOGIN' END,
         CASE WHEN r.rolsuper THEN 'SUPERUSER' END,
         CASE WHEN NOT r.rolinherit THEN 'NOINHERIT' END,
         CASE WHEN r.rolcreatedb THEN 'CREATEDB' END,
         CASE WHEN r.rolcreaterole THEN 'CREATEROLE' END,
         CASE WHEN r.rolreplication THEN 'REPLICATION' END,
         CASE WHEN r.rolbypassrls THEN 'BYPASSRLS' END,
         CASE WHEN r.rolconnlimit >= 0 THEN 'CONNECTION LIMIT ' || r.rolconnlimit END,
         CASE WHEN r.rolvaliduntil = '-infinity' THEN 'VALID UNTIL -infinity'
              WHEN r.rolvaliduntil < 'infinity'
              THEN 'VALID UNTIL ' || to_char(r.rolvaliduntil AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') END]) a
        WHERE a IS NOT NULL),
       r.oid = 10,
       shobj_description(r.oid, 'pg_authid') LIKE 'Sallyport%'
         OR EXISTS (SELECT 1 FROM pg_auth_members m JOIN pg_roles p ON p.oid = m.roleid
                     WHERE m.member = r.oid AND p.rolname = 'sp_person')
  FROM pg_roles r
 WHERE r.rolname !~ '^pg_'
 ORDER BY r.rolname
