-- Whom each row policy is for; PUBLIC is empty.
SELECT n.nspname, c.relname, p.polname, coalesce(r.rolname, '')
  FROM pg_policy p
  JOIN pg_class c ON c.oid = p.polrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL unnest(p.polroles) AS u(id)
  LEFT JOIN pg_roles r ON r.oid = u.id
 ORDER BY 1, 2, 3, 4
