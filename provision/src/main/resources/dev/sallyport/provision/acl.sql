-- Every privilege on anything people could use, one a row; a NULL ACL is its default spelt out.
-- The owner's own privileges are no grant.
WITH item(kind, schema, name, arguments, col, owner, acl) AS (
  SELECT 'DATABASE', '', d.datname::text, '', '', d.datdba, coalesce(d.datacl, acldefault('d', d.datdba))
    FROM pg_database d
  UNION ALL
  SELECT 'SCHEMA', '', n.nspname::text, '', '', n.nspowner, coalesce(n.nspacl, acldefault('n', n.nspowner))
    FROM pg_namespace n
   WHERE n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\_%'
  UNION ALL
  SELECT 'LANGUAGE', '', l.lanname::text, '', '', l.lanowner, coalesce(l.lanacl, acldefault('l', l.lanowner))
    FROM pg_language l
   WHERE l.lanpltrusted
  UNION ALL
  SELECT CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'RELATION' END,
         n.nspname::text, c.relname::text, '', '', c.relowner, c.relacl
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND c.relacl IS NOT NULL AND c.oid >= 16384
  UNION ALL
  SELECT 'RELATION', n.nspname::text, c.relname::text, '', a.attname::text, c.relowner, a.attacl
    FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE a.attacl IS NOT NULL AND c.oid >= 16384
  UNION ALL
  SELECT CASE WHEN n.nspname = 'pg_catalog' THEN 'BUILTIN' ELSE 'FUNCTION' END,
         n.nspname::text, p.proname::text, oidvectortypes(p.proargtypes), '', p.proowner,
         coalesce(p.proacl, acldefault('f', p.proowner))
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
   WHERE (n.nspname = 'pg_catalog' AND p.proname ~
            '^(lo_|loread|lowrite|pg_notify$|pg_(try_)?advisory_(xact_)?lock|pg_sleep|pg_export_snapshot|(query|table|cursor|schema|database)_to_xml|ts_stat$|ts_rewrite$|pg_logical_emit_message)')
      OR n.nspname = 'sp'
      OR (p.proacl IS NOT NULL AND p.oid >= 16384)
)
SELECT i.kind, i.schema, i.name, i.arguments, i.col,
       e.privilege_type || CASE WHEN e.is_grantable THEN '*' ELSE '' END,
       coalesce(g.rolname::text, ''),
       CASE WHEN e.grantor = i.owner THEN '' ELSE coalesce(b.rolname::text, '') END,
       pg_has_role(i.owner, 'USAGE'), pg_get_userbyid(i.owner)
  FROM item i
 CROSS JOIN LATERAL aclexplode(i.acl) e
  LEFT JOIN pg_roles g ON g.oid = e.grantee
  LEFT JOIN pg_roles b ON b.oid = e.grantor
 WHERE e.grantee <> i.owner AND (e.grantee = 0 OR g.oid IS NOT NULL)
 ORDER BY i.kind COLLATE "C", i.schema COLLATE "C", i.name COLLATE "C", i.arguments COLLATE "C", i.col COLLATE "C", 6, 7, 8
