-- Who is in a role. PostgreSQL's own roles hold each other from the start; that is not told.
SELECT r.rolname::text, m.rolname::text,
       ARRAY(SELECT o FROM unnest(ARRAY[
         CASE WHEN a.admin_option THEN 'ADMIN' END,
         CASE WHEN to_jsonb(a) ->> 'inherit_option' = 'true' THEN 'INHERIT' END,
         CASE WHEN to_jsonb(a) ->> 'set_option' = 'true' THEN 'SET' END]) o
        WHERE o IS NOT NULL),
       CASE WHEN a.grantor = 10 THEN NULL ELSE g.rolname::text END
  FROM pg_auth_members a
  JOIN pg_roles r ON r.oid = a.roleid
  JOIN pg_roles m ON m.oid = a.member
  LEFT JOIN pg_roles g ON g.oid = a.grantor
 WHERE NOT (r.rolname ~ '^pg_' AND m.rolname ~ '^pg_')
 ORDER BY 1, 2, 4 NULLS FIRST
