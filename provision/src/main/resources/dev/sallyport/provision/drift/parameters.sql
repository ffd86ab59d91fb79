-- From 15 on a setting can be granted.
SELECT 'GRANT', 'parameter', '', p.parname, '', coalesce(g.rolname::text, 'PUBLIC'),
       CASE WHEN e.grantor = 10 THEN '' ELSE coalesce(b.rolname::text, '') END,
       e.privilege_type, '', CASE WHEN e.is_grantable THEN 'may be passed on' ELSE '' END, '', '', p.xmin::text, ''
  FROM pg_parameter_acl p
 CROSS JOIN LATERAL aclexplode(p.paracl) e
  LEFT JOIN pg_roles g ON g.oid = e.grantee
  LEFT JOIN pg_roles b ON b.oid = e.grantor
 WHERE e.grantee <> 10
