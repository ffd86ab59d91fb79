-- Rights on what a role makes from now on: for every schema as the difference to PostgreSQL's own,
-- for one schema as what comes on top.
WITH item AS (
  SELECT d.defaclrole AS maker, n.nspname::text AS schema, d.defaclacl AS acl,
         CASE d.defaclobjtype WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences' WHEN 'f' THEN 'functions'
                              WHEN 'T' THEN 'types' WHEN 'n' THEN 'schemas' ELSE 'large objects' END AS kind,
         CASE WHEN d.defaclnamespace <> 0 THEN NULL
              ELSE acldefault(CASE d.defaclobjtype WHEN 'S' THEN 's' ELSE d.defaclobjtype END, d.defaclrole) END AS base
    FROM pg_default_acl d
    LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace
), found AS (
  SELECT i.maker, i.schema, i.kind, e.grantee, e.privilege_type, e.is_grantable
    FROM item i CROSS JOIN LATERAL aclexplode(i.acl) e
), given AS (
  SELECT i.maker, i.schema, i.kind, e.grantee, e.privilege_type, e.is_grantable
    FROM item i CROSS JOIN LATERAL aclexplode(i.base) e
), difference AS (
  SELECT *, CASE WHEN is_grantable THEN 'PASSES_ON' ELSE 'MAY' END AS hold
    FROM (SELECT * FROM found EXCEPT SELECT * FROM given) more
  UNION ALL
  SELECT *, 'MAY_NOT' FROM given g
   WHERE NOT EXISTS (SELECT 1 FROM found f
                      WHERE f.maker = g.maker AND f.schema IS NOT DISTINCT FROM g.schema AND f.kind = g.kind
                        AND f.grantee = g.grantee AND f.privilege_type = g.privilege_type)
)
SELECT m.rolname::text, d.schema, d.kind, CASE d.grantee WHEN 0 THEN 'public' ELSE g.rolname::text END,
       d.privilege_type, d.hold
  FROM difference d
  JOIN pg_roles m ON m.oid = d.maker
  LEFT JOIN pg_roles g ON g.oid = d.grantee
 ORDER BY 1, 2 NULLS FIRST, 3, 4, 5
