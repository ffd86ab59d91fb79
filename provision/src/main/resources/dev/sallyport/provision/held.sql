-- A door made before attributes stood beside what is held has no such column.
SELECT h.login, h.role, CASE WHEN h.grantee = r.oid THEN 'current' ELSE 'stale' END,
       CASE WHEN isfinite(h.until) THEN to_char(h.until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') ELSE '' END,
       a.names, a.given
  FROM sp.held h
  LEFT JOIN pg_roles r ON r.rolname = h.login
 CROSS JOIN LATERAL (SELECT coalesce(array_agg(e.key), '{}') AS names, coalesce(array_agg(e.value), '{}') AS given
                       FROM jsonb_each_text(coalesce(to_jsonb(h) -> 'attributes', '{}')) e) a
