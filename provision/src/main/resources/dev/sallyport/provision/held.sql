SELECT h.login, h.role, CASE WHEN h.grantee = r.oid THEN 'current' ELSE 'stale' END,
       CASE WHEN isfinite(h.until) THEN to_char(h.until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') ELSE '' END
  FROM sp.held h
  LEFT JOIN pg_roles r ON r.rolname = h.login
