SELECT p.login, CASE WHEN p.active AND p.role = r.oid THEN 'current' ELSE 'stale' END
  FROM sp.person p
  LEFT JOIN pg_roles r ON r.rolname = p.login
