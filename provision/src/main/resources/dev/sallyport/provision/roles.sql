-- Every role.
SELECT r.rolname,
       concat_ws(' ',
         CASE WHEN r.rolcanlogin THEN 'LOGIN' ELSE 'NOLOGIN' END,
         CASE WHEN r.rolsuper THEN 'SUPERUSER' ELSE 'NOSUPERUSER' END,
         CASE WHEN r.rolinherit THEN 'INHERIT' ELSE 'NOINHERIT' END,
         CASE WHEN r.rolcreatedb THEN 'CREATEDB' ELSE 'NOCREATEDB' END,
         CASE WHEN r.rolcreaterole THEN 'CREATEROLE' ELSE 'NOCREATEROLE' END,
         CASE WHEN r.rolreplication THEN 'REPLICATION' ELSE 'NOREPLICATION' END,
         CASE WHEN r.rolbypassrls THEN 'BYPASSRLS' ELSE 'NOBYPASSRLS' END,
         'CONNECTION LIMIT ' || r.rolconnlimit,
         'VALID UNTIL ' || quote_literal(coalesce(
           CASE WHEN isfinite(r.rolvaliduntil)
                THEN to_char(r.rolvaliduntil AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
                ELSE r.rolvaliduntil::text END, 'infinity'))),
       CASE WHEN r.rolcanlogin AND NOT r.rolsuper THEN 'LOGIN' ELSE 'OTHER' END,
       split_part(coalesce(shobj_description(r.oid, 'pg_authid'), ''), ' · applied in ', 1)
  FROM pg_roles r
 ORDER BY r.oid
