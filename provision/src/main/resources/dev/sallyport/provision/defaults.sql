-- Owners whose new functions are not for everybody, in any schema.
SELECT r.rolname
  FROM pg_default_acl d
  JOIN pg_roles r ON r.oid = d.defaclrole
 WHERE d.defaclnamespace = 0 AND d.defaclobjtype = 'f'
   AND NOT EXISTS (SELECT 1 FROM aclexplode(d.defaclacl) e WHERE e.grantee = 0)
