-- Tables and views, whose they are, and what decides which rows and columns they show. What belongs
-- to an extension is told by the extension, but for a view of what does not. Stored trees, never pg_get_…def: those take locks.
WITH relation AS (
  SELECT c.*, n.nspname::text AS nspname, c.xmin::text AS xid
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relpersistence <> 't' AND c.oid >= 16384
     AND n.nspname !~ '^pg_toast'
     AND (NOT EXISTS (SELECT 1 FROM pg_depend x WHERE x.classid = 'pg_catalog.pg_class'::regclass
                         AND x.objid = c.oid AND x.deptype = 'e')
          OR EXISTS (SELECT 1 FROM pg_rewrite w
                       JOIN pg_depend d ON d.classid = 'pg_catalog.pg_rewrite'::regclass AND d.objid = w.oid
                                       AND d.refclassid = 'pg_catalog.pg_class'::regclass
                                       AND d.refobjid <> c.oid AND d.refobjid >= 16384
                      WHERE w.ev_class = c.oid
                        AND NOT EXISTS (SELECT 1 FROM pg_depend x WHERE x.classid = 'pg_catalog.pg_class'::regclass
                                           AND x.objid = d.refobjid AND x.deptype = 'e')))
)
SELECT 'RELATION', '', c.nspname, c.relname::text, '', '', '', '', pg_get_userbyid(c.relowner)::text,
       CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'f' THEN 'foreign table' ELSE 'table' END,
       md5(concat_ws('|', c.reloptions::text, (SELECT w.ev_action::text FROM pg_rewrite w WHERE w.ev_class = c.oid AND w.rulename = '_RETURN'),
           (SELECT string_agg(i.inhparent::text, ',' ORDER BY i.inhparent) FROM pg_inherits i WHERE i.inhrelid = c.oid))),
       coalesce((SELECT string_agg(DISTINCT tn.nspname || '.' || t.relname, E'\n')
                   FROM pg_rewrite w
                   JOIN pg_depend d ON d.classid = 'pg_catalog.pg_rewrite'::regclass AND d.objid = w.oid
                                   AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid <> c.oid
                   JOIN pg_class t ON t.oid = d.refobjid
                   JOIN pg_namespace tn ON tn.oid = t.relnamespace
                  WHERE w.ev_class = c.oid), ''), c.xid, c.oid::text
  FROM relation c
UNION ALL
SELECT 'ROW_SECURITY', '', c.nspname, c.relname::text, '', '', '', '', '',
       CASE WHEN c.relforcerowsecurity THEN 'on, for the owner too' ELSE 'on' END, '', '', c.xid, ''
  FROM relation c
 WHERE c.relrowsecurity
UNION ALL
SELECT 'COLUMN', '', c.nspname, c.relname::text, a.attname::text, '', '', '', '', format_type(a.atttypid, a.atttypmod),
       md5(concat_ws('|', a.attnotnull, a.attidentity, a.attgenerated, d.adbin::text)), '', a.xmin::text, c.oid || '.' || a.attnum
  FROM relation c
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
 WHERE c.relkind IN ('r', 'p', 'f')
UNION ALL
SELECT 'POLICY', '', c.nspname, c.relname::text, p.polname::text, '', '', '', '',
       CASE WHEN p.polpermissive THEN '' ELSE 'restrictive, ' END
         || CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END
         || ' for ' || (SELECT string_agg(coalesce(r.rolname::text, 'PUBLIC'), ', ' ORDER BY r.rolname)
                          FROM unnest(p.polroles) AS u(id) LEFT JOIN pg_roles r ON r.oid = u.id),
       md5(concat_ws('|', p.polqual::text, '|', p.polwithcheck::text)), '', p.xmin::text, p.oid::text
  FROM pg_policy p
  JOIN relation c ON c.oid = p.polrelid
UNION ALL
SELECT 'TRIGGER', '', c.nspname, c.relname::text, t.tgname::text, '', '', '', '',
       CASE t.tgenabled WHEN 'D' THEN 'disabled' WHEN 'A' THEN 'always' WHEN 'R' THEN 'on replicas' ELSE 'enabled' END,
       md5(concat_ws('|', t.tgfoid, t.tgtype, t.tgattr::text, t.tgargs::text, t.tgqual::text)), '', t.xmin::text, t.oid::text
  FROM pg_trigger t
  JOIN relation c ON c.oid = t.tgrelid
 WHERE NOT t.tgisinternal
UNION ALL
SELECT 'RULE', '', c.nspname, c.relname::text, w.rulename::text, '', '', '', '',
       CASE w.ev_enabled WHEN 'D' THEN 'disabled' WHEN 'A' THEN 'always' WHEN 'R' THEN 'on replicas' ELSE 'enabled' END,
       md5(concat_ws('|', w.ev_type, w.is_instead, w.ev_qual::text, w.ev_action::text)), '', w.xmin::text, ''
  FROM pg_rewrite w
  JOIN relation c ON c.oid = w.ev_class
 WHERE w.rulename <> '_RETURN'
UNION ALL
SELECT 'SYSTEM_RELATION', '', n.nspname::text, c.relname::text, '', '', '', '', pg_get_userbyid(c.relowner)::text, '',
       md5(concat_ws('|', c.relkind, c.relacl::text, c.relrowsecurity, c.relhastriggers, c.reloptions::text)), '', c.xmin::text, ''
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.oid < 16384 AND c.relkind IN ('r', 'v') AND n.nspname = 'pg_catalog'
