-- Every privilege that differs from what PostgreSQL gives by itself: what initdb or the extension
-- gave, else the default of the kind; initdb fills information_schema after it notes what it gave. Whoever owned a thing then is read as who owns it now.
WITH item(kind, name, part, owner, acl, base) AS (
  SELECT 'database', format('%I', d.datname), NULL, d.datdba, d.datacl, acldefault('d', d.datdba)
    FROM pg_database d
   WHERE d.datname = current_database()
  UNION ALL
  SELECT 'schema', format('%I', n.nspname), NULL, n.nspowner, n.nspacl,
         coalesce(i.initprivs, CASE n.nspname WHEN 'information_schema'
                                    THEN acldefault('n', n.nspowner) || makeaclitem(0, n.nspowner, 'USAGE', false)
                                    ELSE acldefault('n', n.nspowner) END)
    FROM pg_namespace n
    LEFT JOIN pg_init_privs i ON i.classoid = 'pg_namespace'::regclass AND i.objoid = n.oid
   WHERE n.nspname !~ '^pg_(toast|temp)'
  UNION ALL
  SELECT CASE c.relkind WHEN 'S' THEN 'sequence' ELSE 'table' END, format('%I.%I', n.nspname, c.relname), NULL,
         c.relowner, c.relacl,
         coalesce(i.initprivs, CASE WHEN n.nspname = 'information_schema' AND c.oid < 16384 AND c.relname !~ '^_'
                                    THEN acldefault('r', c.relowner) || makeaclitem(0, c.relowner, 'SELECT', false)
                                    ELSE acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner) END)
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_init_privs i ON i.classoid = 'pg_class'::regclass AND i.objoid = c.oid AND i.objsubid = 0
   WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND c.relpersistence <> 't'
  UNION ALL
  SELECT 'table', format('%I.%I', n.nspname, c.relname), a.attname::text,
         c.relowner, a.attacl, i.initprivs
    FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_init_privs i ON i.classoid = 'pg_class'::regclass AND i.objoid = c.oid AND i.objsubid = a.attnum
   WHERE a.attacl IS NOT NULL AND NOT a.attisdropped AND c.relpersistence <> 't'
  UNION ALL
  SELECT 'function', format('%I.%I(%s)', n.nspname, p.proname, oidvectortypes(p.proargtypes)), NULL,
         p.proowner, p.proacl, coalesce(i.initprivs, acldefault('f', p.proowner))
    FROM pg_proc p
    JOIN pg_namespace n ON n.oid = p.pronamespace
    LEFT JOIN pg_init_privs i ON i.classoid = 'pg_proc'::regclass AND i.objoid = p.oid
   WHERE n.nspname !~ '^pg_temp'
  UNION ALL
  SELECT 'type', format('%I.%I', n.nspname, t.typname), NULL, t.typowner, t.typacl, coalesce(i.initprivs, acldefault('T', t.typowner))
    FROM pg_type t
    JOIN pg_namespace n ON n.oid = t.typnamespace
    LEFT JOIN pg_init_privs i ON i.classoid = 'pg_type'::regclass AND i.objoid = t.oid
   WHERE n.nspname !~ '^pg_temp'
  UNION ALL
  SELECT 'language', format('%I', l.lanname), NULL, l.lanowner, l.lanacl, coalesce(i.initprivs, acldefault('l', l.lanowner))
    FROM pg_language l
    LEFT JOIN pg_init_privs i ON i.classoid = 'pg_language'::regclass AND i.objoid = l.oid
  UNION ALL
  SELECT 'foreign data wrapper', format('%I', f.fdwname), NULL, f.fdwowner, f.fdwacl, coalesce(i.initprivs, acldefault('F', f.fdwowner))
    FROM pg_foreign_data_wrapper f
    LEFT JOIN pg_init_privs i ON i.classoid = 'pg_foreign_data_wrapper'::regclass AND i.objoid = f.oid
  UNION ALL
  SELECT 'foreign server', format('%I', s.srvname), NULL, s.srvowner, s.srvacl, acldefault('S', s.srvowner)
    FROM pg_foreign_server s
  UNION ALL
  SELECT 'large object', o.oid::text, NULL, o.lomowner, o.lomacl, acldefault('L', o.lomowner)
    FROM pg_largeobject_metadata o
  UNION ALL
  SELECT 'tablespace', format('%I', s.spcname), NULL, s.spcowner, s.spcacl, acldefault('t', s.spcowner)
    FROM pg_tablespace s
), changed AS (
  SELECT * FROM item WHERE acl IS DISTINCT FROM base AND acl IS NOT NULL
), found AS (
  SELECT c.kind, c.name, c.part, e.grantee, NULLIF(e.grantor, c.owner) AS grantor, e.privilege_type, e.is_grantable
    FROM changed c
   CROSS JOIN LATERAL aclexplode(c.acl) e
), given AS (
  SELECT c.kind, c.name, c.part, CASE e.grantee WHEN e.grantor THEN c.owner ELSE e.grantee END AS grantee,
         NULL::oid AS grantor, e.privilege_type, e.is_grantable
    FROM changed c
   CROSS JOIN LATERAL aclexplode(c.base) e
), difference AS (
  SELECT *, CASE WHEN is_grantable THEN 'PASSES_ON' ELSE 'MAY' END AS hold
    FROM (SELECT * FROM found EXCEPT SELECT * FROM given) more
  UNION ALL
  SELECT *, 'MAY_NOT'
    FROM given g
   WHERE NOT EXISTS (SELECT 1 FROM found f
                      WHERE f.kind = g.kind AND f.name = g.name AND f.part IS NOT DISTINCT FROM g.part
                        AND f.grantee = g.grantee AND f.grantor IS NULL AND f.privilege_type = g.privilege_type)
)
SELECT CASE d.grantee WHEN 0 THEN 'public' ELSE g.rolname::text END, d.kind, d.name, d.part, d.privilege_type, d.hold,
       b.rolname::text, d.grantor IS NOT NULL AND b.rolname IS NULL
  FROM difference d
  LEFT JOIN pg_roles g ON g.oid = d.grantee
  LEFT JOIN pg_roles b ON b.oid = d.grantor
 ORDER BY d.kind, d.name, d.part NULLS FIRST, 1, 7 NULLS FIRST, d.privilege_type
