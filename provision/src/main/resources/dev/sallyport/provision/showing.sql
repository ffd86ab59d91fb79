-- Views that PUBLIC may read, and each relation they show by their owner's rights.
WITH RECURSIVE shown(view, relation) AS (
  SELECT w.ev_class, d.refobjid
    FROM pg_rewrite w
    JOIN pg_class v ON v.oid = w.ev_class AND v.relkind IN ('v', 'm')
    JOIN pg_namespace n ON n.oid = v.relnamespace
    JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid
                    AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> w.ev_class
   WHERE v.oid >= 16384
     AND has_schema_privilege('public', n.oid, 'USAGE')
     AND has_any_column_privilege('public', v.oid, 'SELECT')
     AND NOT coalesce(v.reloptions::text ~* 'security_invoker=(true|on|yes|1)', false)
  UNION
  SELECT s.view, d.refobjid
    FROM shown s
    JOIN pg_rewrite w ON w.ev_class = s.relation
    JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid
                    AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> w.ev_class
)
SELECT vn.nspname, v.relname, tn.nspname, t.relname
  FROM shown s
  JOIN pg_class v ON v.oid = s.view
  JOIN pg_namespace vn ON vn.oid = v.relnamespace
  JOIN pg_class t ON t.oid = s.relation
  JOIN pg_namespace tn ON tn.oid = t.relnamespace
 ORDER BY 1, 2, 3, 4
