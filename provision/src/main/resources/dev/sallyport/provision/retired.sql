SELECT t.login, coalesce(r.rolname, '')
  FROM sp.retired t
  LEFT JOIN pg_roles r ON r.oid = t.grantee
