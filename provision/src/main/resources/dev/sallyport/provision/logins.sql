-- Every role that is neither PostgreSQL's nor ours, and whether we could keep it from logging in.
SELECT r.rolname, r.oid::bigint, r.rolcanlogin, r.rolsuper, r.rolcreaterole, r.rolcreatedb, r.rolreplication,
       r.rolbypassrls,
       ARRAY (SELECT g.rolname::text
                FROM pg_catalog.pg_auth_members m
                JOIN pg_catalog.pg_roles g ON g.oid = m.roleid
               WHERE m.member = r.oid
               ORDER BY 1),
       (SELECT count(*) FROM pg_catalog.pg_stat_activity a WHERE a.usesysid = r.oid),
       -- The one that initdb made.
       r.oid = 10,
       me.rolsuper
           OR (me.rolcreaterole AND NOT r.rolsuper
               AND CASE WHEN pg_catalog.current_setting('server_version_num')::integer >= 160000
                        THEN pg_catalog.pg_has_role(me.oid, r.oid, 'MEMBER WITH ADMIN OPTION')
                        ELSE NOT (r.rolreplication OR r.rolbypassrls) END)
  FROM pg_catalog.pg_roles r
  JOIN pg_catalog.pg_roles me ON me.rolname = current_user
 WHERE r.rolname NOT IN (current_user, session_user)
   AND r.rolname NOT LIKE 'pg\_%'
   AND NOT EXISTS (SELECT
                     FROM pg_catalog.pg_auth_members m
                     JOIN pg_catalog.pg_roles p ON p.oid = m.roleid
                    WHERE m.member = r.oid AND p.rolname = 'sp_person')
 ORDER BY 1;
