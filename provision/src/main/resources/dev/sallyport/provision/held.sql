SELECT login, role, CASE WHEN isfinite(until) THEN to_char(until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') ELSE '' END
  FROM sp.held
