-- Every column of every table-like relation that is nobody else's, in the table's order.
SELECT n.nspname::text, c.relname::text,
       CASE WHEN c.relkind IN ('r', 'p') THEN CASE WHEN c.relispartition THEN 'PARTITION' ELSE 'TABLE' END
            WHEN c.relkind = 'f' THEN 'FOREIGN_TABLE' WHEN c.relkind = 'm' THEN 'MATERIALIZED_VIEW' ELSE 'VIEW' END,
       a.attname::text, format_type(a.atttypid, NULL), t.typcategory::text,
       EXISTS (SELECT 1 FROM pg_constraint k
                WHERE k.conrelid = c.oid AND k.contype = 'p' AND a.attnum = ANY (k.conkey)),
       fk.conname::text, fn.nspname::text, ft.relname::text, fa.attname::text,
       (SELECT p.polname::text FROM pg_policy p WHERE p.polrelid = c.oid AND p.polroles @> '{0}' ORDER BY 1 LIMIT 1)
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  JOIN pg_type t ON t.oid = a.atttypid
  LEFT JOIN LATERAL (SELECT * FROM pg_constraint k
                      WHERE k.conrelid = c.oid AND k.contype = 'f' AND k.conkey = ARRAY[a.attnum]
                      ORDER BY k.conname LIMIT 1) fk ON true
  LEFT JOIN pg_class ft ON ft.oid = fk.confrelid
  LEFT JOIN pg_namespace fn ON fn.oid = ft.relnamespace
  LEFT JOIN pg_attribute fa ON fa.attrelid = fk.confrelid AND fa.attnum = fk.confkey[1]
 WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relpersistence <> 't'
   AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
   AND NOT EXISTS (SELECT 1 FROM pg_depend x
                    WHERE x.classid = 'pg_class'::regclass AND x.objid = c.oid AND x.deptype = 'e')
 ORDER BY 1, 2, a.attnum
