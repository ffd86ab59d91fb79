SELECT n.nspname, r.rolname
  FROM pg_namespace n
  JOIN pg_roles r ON r.oid = n.nspowner
