-- Roles that another database stands on, and whether this one does too.
SELECT r.rolname, coalesce(bool_or(u.dbid = d.oid), false)
  FROM (SELECT s.refobjid AS role, s.dbid
          FROM pg_shdepend s
         WHERE s.refclassid = 'pg_authid'::regclass AND s.dbid <> 0
         UNION
        SELECT s.setrole, s.setdatabase
          FROM pg_db_role_setting s
         WHERE s.setrole <> 0 AND s.setdatabase <> 0) u
  JOIN pg_roles r ON r.oid = u.role
  JOIN pg_database d ON d.datname = current_database()
 GROUP BY 1
HAVING bool_or(u.dbid <> d.oid)
