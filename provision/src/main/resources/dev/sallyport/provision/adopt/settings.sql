-- Settings of roles and of everybody, here or in the whole cluster. The value of a setting that an
-- application made up may be a secret, so it is not read.
SELECT r.rolname::text, s.setdatabase <> 0, split_part(c.setting, '=', 1),
       CASE WHEN split_part(c.setting, '=', 1) LIKE '%.%' THEN NULL
            ELSE substr(c.setting, strpos(c.setting, '=') + 1) END
  FROM pg_db_role_setting s
  LEFT JOIN pg_roles r ON r.oid = s.setrole
 CROSS JOIN LATERAL unnest(s.setconfig) AS c(setting)
 WHERE s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
   AND (s.setrole = 0 OR r.oid IS NOT NULL)
 ORDER BY 1 NULLS FIRST, 2, 3
