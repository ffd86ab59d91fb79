-- What our accounts own, here and in other databases; another database's catalog is not ours to read.
SELECT r.rolname, coalesce(d.datname, ''), coalesce(i.type, ''), coalesce(i.identity, '')
  FROM pg_shdepend s
  JOIN pg_roles r ON r.oid = s.refobjid
  JOIN pg_auth_members m ON m.member = r.oid
  JOIN pg_roles p ON p.oid = m.roleid AND p.rolname = 'sp_person'
  LEFT JOIN pg_database d ON d.oid = s.dbid
  LEFT JOIN LATERAL pg_identify_object(s.classid, s.objid, s.objsubid) AS i
         ON s.dbid = 0 OR d.datname = current_database()
 WHERE s.refclassid = 'pg_authid'::regclass
   AND s.deptype = 'o'
 ORDER BY 1, 2, 3, 4
