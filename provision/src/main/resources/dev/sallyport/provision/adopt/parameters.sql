-- From 15 on a setting can be granted.
SELECT CASE e.grantee WHEN 0 THEN 'public' ELSE g.rolname::text END, 'parameter', p.parname, NULL, e.privilege_type,
       CASE WHEN e.is_grantable THEN 'PASSES_ON' ELSE 'MAY' END,
       CASE WHEN e.grantor = 10 THEN NULL ELSE b.rolname::text END, e.grantor <> 10 AND b.oid IS NULL
  FROM pg_parameter_acl p
 CROSS JOIN LATERAL aclexplode(p.paracl) e
  LEFT JOIN pg_roles g ON g.oid = e.grantee
  LEFT JOIN pg_roles b ON b.oid = e.grantor
 WHERE e.grantee <> 10
 ORDER BY 3, 1, 7 NULLS FIRST, 5
