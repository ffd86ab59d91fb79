-- Whatever else shows a column to an account, views of roles it does not hold included.
SELECT n.nspname || '.' || c.relname
  FROM pg_catalog.pg_depend d
  JOIN pg_catalog.pg_rewrite r
    ON d.classid = 'pg_catalog.pg_rewrite'::regclass AND r.oid = d.objid
  JOIN pg_catalog.pg_class c ON c.oid = r.ev_class AND c.oid <> d.refobjid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_attribute a
    ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
 WHERE d.refclassid = 'pg_catalog.pg_class'::regclass
   AND d.refobjid = %s::regclass AND a.attname = %s
   AND NOT (n.nspname = ANY (%s) AND c.relname = %s)
   AND has_schema_privilege(%s, n.oid, 'USAGE')
   AND has_any_column_privilege(%5$s, c.oid, 'SELECT')
 ORDER BY 1 LIMIT 1
