-- The rows that scopes ask: who holds what, and what is known of people.
SELECT 'HELD', '', '', h.role, '', h.login::text, '', '', '',
       CASE WHEN isfinite(h.until) THEN 'until ' || to_char(h.until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') ELSE '' END,
       h.grantee::text, '', h.xmin::text, ''
  FROM sp.held h
UNION ALL
SELECT 'ATTRIBUTE', '', '', a.key, h.role, h.login::text, '', '', '', '', md5(coalesce(a.value, '')), '', h.xmin::text, ''
  FROM sp.held h
 CROSS JOIN LATERAL jsonb_each_text(coalesce(to_jsonb(h) -> 'attributes', '{}')) a
UNION ALL
SELECT 'MADE', '', '', 'what was made', '', '', '', '', '', '', md5(string_agg(concat_ws('|', m.object, m.source, m.live), E'\n' ORDER BY m.object)), '', '', ''
  FROM sp.made m
