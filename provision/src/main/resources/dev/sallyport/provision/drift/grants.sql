-- Every privilege on anything, one a row; a NULL ACL is its default spelt out where PUBLIC has part
-- in it. The owner's own privileges are no grant.
WITH item(target, schema, name, part, owner, acl, xid) AS (
  SELECT 'database', '', d.datname::text, '', d.datdba, coalesce(d.datacl, acldefault('d', d.datdba)), d.xmin::text
    FROM pg_database d
  UNION ALL
  SELECT 'schema', '', n.nspname::text, '', n.nspowner, n.nspacl, n.xmin::text
    FROM pg_namespace n
   WHERE n.nspname !~ '^pg_(toast|temp)'
  UNION ALL
  SELECT CASE c.relkind WHEN 'S' THEN 'sequence' ELSE 'table' END,
         n.nspname::text, c.relname::text, '', c.relowner, c.relacl, c.xmin::text
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND c.relpersistence <> 't'
     AND c.relacl IS NOT NULL AND c.oid >= 16384
  UNION ALL
  SELECT 'table', n.nspname::text, c.relname::text, '', c.relowner, c.relacl, c.xmin::text
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_init_privs i ON i.classoid = 'pg_catalog.pg_class'::regclass AND i.objoid = c.oid AND i.objsubid = 0
   WHERE c.relkind IN ('r', 'v') AND c.oid < 16384 AND c.relacl IS DISTINCT FROM i.initprivs
  UNION ALL
  SELECT 'column', n.nspname::text, c.relname::text, a.attname::text, c.relowner, a.attacl, a.xmin::text
    FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE a.attacl IS NOT NULL AND NOT a.attisdropped AND c.relpersistence <> 't'
     AND NOT EXISTS (SELECT 1 FROM pg_init_privs i WHERE i.classoid = 'pg_catalog.pg_class'::regclass
                        AND i.objoid = c.oid AND i.objsubid = a.attnum AND i.initprivs = a.attacl)
  UNION ALL
  SELECT 'function', n.nspname::text, p.proname::text, oidvectortypes(p.proargtypes), p.proowner,
         coalesce(p.proacl, acldefault('f', p.proowner)), p.xmin::text
    FROM pg_proc p
    JOIN pg_namespace n ON n.oid = p.pronamespace
   WHERE p.proacl IS NOT NULL
      OR (p.oid >= 16384 AND NOT EXISTS (SELECT 1 FROM pg_depend x WHERE x.classid = 'pg_catalog.pg_proc'::regclass
                                            AND x.objid = p.oid AND x.deptype = 'e'))
  UNION ALL
  SELECT 'type', n.nspname::text, t.typname::text, '', t.typowner, t.typacl, t.xmin::text
    FROM pg_type t
    JOIN pg_namespace n ON n.oid = t.typnamespace
   WHERE t.typacl IS NOT NULL
  UNION ALL
  SELECT 'language', '', l.lanname::text, '', l.lanowner, coalesce(l.lanacl, acldefault('l', l.lanowner)), l.xmin::text
    FROM pg_language l
  UNION ALL
  SELECT 'foreign data wrapper', '', f.fdwname::text, '', f.fdwowner, f.fdwacl, f.xmin::text
    FROM pg_foreign_data_wrapper f
  UNION ALL
  SELECT 'foreign server', '', s.srvname::text, '', s.srvowner, s.srvacl, s.xmin::text
    FROM pg_foreign_server s
  UNION ALL
  SELECT 'large object', '', o.oid::text, '', o.lomowner, o.lomacl, o.xmin::text
    FROM pg_largeobject_metadata o
  UNION ALL
  SELECT 'tablespace', '', s.spcname::text, '', s.spcowner, s.spcacl, s.xmin::text
    FROM pg_tablespace s
  UNION ALL
  SELECT 'default', coalesce(n.nspname::text, ''),
         CASE d.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS'
                              WHEN 'T' THEN 'TYPES' WHEN 'n' THEN 'SCHEMAS' ELSE 'LARGE OBJECTS' END,
         pg_get_userbyid(d.defaclrole)::text, d.defaclrole, d.defaclacl, d.xmin::text
    FROM pg_default_acl d
    LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace
)
SELECT 'GRANT', i.target, i.schema, i.name, i.part, coalesce(g.rolname::text, 'PUBLIC'),
       CASE WHEN e.grantor = i.owner THEN '' ELSE coalesce(b.rolname::text, '') END,
       e.privilege_type, '', CASE WHEN e.is_grantable THEN 'may be passed on' ELSE '' END, '', '', i.xid, ''
  FROM item i
 CROSS JOIN LATERAL aclexplode(i.acl) e
  LEFT JOIN pg_roles g ON g.oid = e.grantee
  LEFT JOIN pg_roles b ON b.oid = e.grantor
 WHERE e.grantee <> i.owner AND (e.grantee = 0 OR g.oid IS NOT NULL)
UNION ALL
SELECT 'DEFAULTS', '', coalesce(n.nspname::text, ''), d.defaclobjtype::text, pg_get_userbyid(d.defaclrole)::text,
       '', '', '', pg_get_userbyid(d.defaclrole)::text, '', '', '', d.xmin::text, ''
  FROM pg_default_acl d
  LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace
