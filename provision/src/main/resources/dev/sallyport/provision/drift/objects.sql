-- Everything of a database that is neither a relation nor a privilege.
SELECT 'SCHEMA', '', '', n.nspname::text, '', '', '', '', pg_get_userbyid(n.nspowner)::text, '', '', '', n.xmin::text, n.oid::text
  FROM pg_namespace n
 WHERE n.nspname !~ '^pg_(toast|temp)'
UNION ALL
SELECT 'FUNCTION', '', n.nspname::text, p.proname::text, oidvectortypes(p.proargtypes), '', '', '', pg_get_userbyid(p.proowner)::text,
       concat_ws(', ', l.lanname, CASE WHEN p.prosecdef THEN 'security definer' END, CASE WHEN p.proleakproof THEN 'leakproof' END),
       md5(concat_ws('|', p.provolatile, p.proisstrict, p.prorettype::regtype, p.proconfig::text, p.prosrc, p.prosqlbody::text)),
       coalesce((SELECT string_agg(DISTINCT tn.nspname || '.' || t.relname, E'\n')
                   FROM pg_depend d
                   JOIN pg_class t ON t.oid = d.refobjid
                   JOIN pg_namespace tn ON tn.oid = t.relnamespace
                  WHERE d.classid = 'pg_catalog.pg_proc'::regclass AND d.objid = p.oid
                    AND d.refclassid = 'pg_catalog.pg_class'::regclass), ''), p.xmin::text, p.oid::text
  FROM pg_proc p
  JOIN pg_namespace n ON n.oid = p.pronamespace
  JOIN pg_language l ON l.oid = p.prolang
 WHERE (p.oid >= 16384 OR n.nspname NOT IN ('pg_catalog', 'information_schema'))
   AND n.nspname !~ '^pg_temp'
   -- Of an extension's own, what lends a right, tells what it is given, or names somebody's table.
   AND (p.prosecdef OR p.proleakproof
        OR NOT EXISTS (SELECT 1 FROM pg_depend x WHERE x.classid = 'pg_catalog.pg_proc'::regclass AND x.objid = p.oid AND x.deptype = 'e')
        OR EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_catalog.pg_proc'::regclass AND d.objid = p.oid
                      AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid >= 16384))
UNION ALL
-- Of thousands that are built in, those that can lend or tell something: any that code in a language
-- of its own took the place of is one of these from then on.
SELECT 'FUNCTION', 'builtin', n.nspname::text, p.proname::text, oidvectortypes(p.proargtypes), '', '', '', pg_get_userbyid(p.proowner)::text,
       concat_ws(', ', l.lanname, CASE WHEN p.prosecdef THEN 'security definer' END, CASE WHEN p.proleakproof THEN 'leakproof' END),
       md5(concat_ws('|', p.provolatile, p.proisstrict, p.prorettype::oid, p.proconfig::text, p.prosupport::oid, p.probin, p.prosrc, p.prosqlbody::text)),
       '', p.xmin::text, p.oid::text
  FROM pg_proc p
  JOIN pg_namespace n ON n.oid = p.pronamespace
  JOIN pg_language l ON l.oid = p.prolang
 WHERE p.oid < 16384 AND n.nspname IN ('pg_catalog', 'information_schema')
   AND (p.prosecdef OR p.proleakproof OR p.proowner <> 10 OR l.lanname NOT IN ('internal', 'c'))
UNION ALL
SELECT 'EXTENSION_MEMBERS', '', '', e.extname::text, '', '', '', '', '', count(*) || ' members',
       md5(string_agg(d.classid || '/' || d.objid, ' ' ORDER BY d.classid, d.objid)), '', '', ''
  FROM pg_extension e
  JOIN pg_depend d ON d.refclassid = 'pg_catalog.pg_extension'::regclass AND d.refobjid = e.oid AND d.deptype = 'e'
 GROUP BY e.extname
UNION ALL
-- Raise the number with what is read besides: a baseline read otherwise says nothing of that.
SELECT 'READ', '', '', '2 of PostgreSQL ' || current_setting('server_version_num')::int / 10000, '', '', '', '', '', '', '', '', '', ''
UNION ALL
SELECT 'TYPE', '', n.nspname::text, t.typname::text, '', '', '', '', pg_get_userbyid(t.typowner)::text, '', '', '', t.xmin::text, t.oid::text
  FROM pg_type t
  JOIN pg_namespace n ON n.oid = t.typnamespace
 WHERE t.oid >= 16384 AND t.typrelid = 0 AND t.typcategory <> 'A'
   AND NOT EXISTS (SELECT 1 FROM pg_depend x WHERE x.classid = 'pg_catalog.pg_type'::regclass AND x.objid = t.oid AND x.deptype IN ('e', 'i'))
UNION ALL
SELECT 'LANGUAGE', '', '', l.lanname::text, '', '', '', '', pg_get_userbyid(l.lanowner)::text,
       CASE WHEN l.lanpltrusted THEN 'trusted' ELSE '' END, md5(l.lanplcallfoid::text), '', l.xmin::text, ''
  FROM pg_language l
UNION ALL
SELECT 'EXTENSION', '', '', e.extname::text, '', '', '', '', pg_get_userbyid(e.extowner)::text, 'version ' || e.extversion, '', '', e.xmin::text, ''
  FROM pg_extension e
UNION ALL
SELECT 'EVENT_TRIGGER', '', '', t.evtname::text, '', '', '', '', pg_get_userbyid(t.evtowner)::text,
       concat_ws(', ', t.evtevent, CASE t.evtenabled WHEN 'D' THEN 'disabled' WHEN 'A' THEN 'always' WHEN 'R' THEN 'on replicas' ELSE 'enabled' END),
       md5(concat_ws('|', t.evtfoid::regprocedure, t.evttags::text)), '', t.xmin::text, ''
  FROM pg_event_trigger t
UNION ALL
SELECT 'FOREIGN_DATA_WRAPPER', '', '', f.fdwname::text, '', '', '', '', pg_get_userbyid(f.fdwowner)::text, '', md5(f.fdwoptions::text), '', f.xmin::text, ''
  FROM pg_foreign_data_wrapper f
UNION ALL
SELECT 'SERVER', '', '', s.srvname::text, '', '', '', '', pg_get_userbyid(s.srvowner)::text, '', md5(concat_ws('|', s.srvtype, s.srvversion, s.srvoptions::text)), '', s.xmin::text, ''
  FROM pg_foreign_server s
UNION ALL
SELECT 'LARGE_OBJECT', '', '', o.oid::text, '', '', '', '', pg_get_userbyid(o.lomowner)::text, '', '', '', o.xmin::text, ''
  FROM pg_largeobject_metadata o
  JOIN pg_roles r ON r.oid = o.lomowner
 WHERE r.rolsuper OR o.lomacl IS NOT NULL
UNION ALL
SELECT 'PUBLICATION', '', '', p.pubname::text, '', '', '', '', pg_get_userbyid(p.pubowner)::text,
       CASE WHEN p.puballtables THEN 'all tables' ELSE '' END,
       md5(concat_ws('|', p.pubinsert, p.pubupdate, p.pubdelete, p.pubtruncate, p.pubviaroot)),
       coalesce((SELECT string_agg(t.schemaname || '.' || t.tablename, E'\n' ORDER BY t.schemaname, t.tablename)
                   FROM pg_publication_tables t WHERE t.pubname = p.pubname), ''), p.xmin::text, ''
  FROM pg_publication p
UNION ALL
SELECT 'SECURITY_LABEL', '', '', l.provider, l.classoid::regclass || ' ' || l.objoid || ' ' || l.objsubid, '', '', '', '', '', md5(l.label), '', l.xmin::text, ''
  FROM pg_seclabel l
