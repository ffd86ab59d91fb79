-- Every column of every table-like relation, in the table's order.
SELECT n.nspname, c.relname,
       CASE WHEN c.relkind IN ('r', 'p') THEN 'TABLE' ELSE 'OTHER' END,
       o.rolname,
       CASE WHEN c.relrowsecurity THEN 'ON' ELSE 'NONE' END,
       CASE WHEN c.relforcerowsecurity THEN o.rolname ELSE '' END,
       a.attname,
       CASE a.atttypid WHEN 'bpchar'::regtype THEN 'bpchar' ELSE format_type(a.atttypid, NULL) END,
       EXISTS (SELECT 1 FROM pg_constraint k
                WHERE k.conrelid = c.oid AND k.contype = 'p' AND a.attnum = ANY (k.conkey)),
       EXISTS (SELECT 1 FROM pg_constraint k
                WHERE k.conrelid = c.oid AND k.contype = 'f' AND a.attnum = ANY (k.conkey)),
       CASE WHEN a.attgenerated = '' THEN '{}'
            ELSE ARRAY(SELECT DISTINCT s.attname::text
                         FROM pg_depend d
                         JOIN pg_attribute s ON s.attrelid = d.refobjid AND s.attnum = d.refobjsubid
                         LEFT JOIN pg_attrdef f ON d.classid = 'pg_attrdef'::regclass AND f.oid = d.objid
                        WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = c.oid AND s.attnum <> a.attnum
                          AND (d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.objsubid = a.attnum
                               OR f.adrelid = c.oid AND f.adnum = a.attnum)) END,
       EXISTS (SELECT 1 FROM pg_attrdef f
                 JOIN pg_depend d ON d.classid = 'pg_attrdef'::regclass AND d.objid = f.oid AND d.refclassid = 'pg_class'::regclass
                 JOIN pg_class s ON s.oid = d.refobjid
                WHERE f.adrelid = c.oid AND f.adnum = a.attnum
                  AND CASE WHEN s.relkind = 'S' THEN NOT has_sequence_privilege('public', s.oid, 'USAGE, UPDATE') ELSE false END)
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_roles o ON o.oid = c.relowner
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
 WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
   AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\_%'
   AND n.nspowner <> coalesce((SELECT oid FROM pg_roles WHERE rolname = 'sp_definer'), 0)
 ORDER BY c.oid, a.attnum
