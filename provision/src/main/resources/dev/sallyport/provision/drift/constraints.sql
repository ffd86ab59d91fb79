-- What rows may be and to what others lead, how the log has them, and what is turned into what by itself.
WITH relation AS (
  SELECT c.oid, c.relname::text AS name, n.nspname::text AS schema, c.relreplident, c.xmin::text AS xid
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE c.relkind IN ('r', 'p', 'f', 'm') AND c.relpersistence <> 't' AND c.oid >= 16384
     AND n.nspname !~ '^pg_toast'
)
SELECT 'CONSTRAINT', '', c.schema, c.name, k.conname::text, '', '', '', '',
       concat_ws(', ',
         CASE k.contype WHEN 'f' THEN 'foreign key' WHEN 'p' THEN 'primary key' WHEN 'u' THEN 'unique' WHEN 'c' THEN 'check'
                        WHEN 'x' THEN 'exclusion' ELSE 'trigger' END,
         CASE WHEN k.confdeltype IN ('c', 'n', 'd') THEN
           CASE k.confdeltype WHEN 'c' THEN 'ON DELETE CASCADE' WHEN 'n' THEN 'ON DELETE SET NULL' ELSE 'ON DELETE SET DEFAULT' END END,
         CASE WHEN k.condeferrable THEN 'deferrable' END,
         CASE WHEN NOT k.convalidated THEN 'not validated' END,
         CASE WHEN EXISTS (SELECT 1 FROM pg_trigger t WHERE t.tgconstraint = k.oid AND t.tgenabled <> 'O') THEN 'switched off' END),
       md5(concat_ws('|', k.confrelid, k.conkey::text, k.confkey::text, k.confupdtype, k.condeferred, k.conexclop::text, k.conbin::text)),
       coalesce((SELECT fn.nspname || '.' || f.relname FROM pg_class f JOIN pg_namespace fn ON fn.oid = f.relnamespace WHERE f.oid = k.confrelid), ''),
       k.xmin::text, k.oid::text
  FROM pg_constraint k
  JOIN relation c ON c.oid = k.conrelid
 WHERE k.contype <> 'n'
UNION ALL
SELECT 'UNIQUE_INDEX', '', c.schema, c.name, x.relname::text, '', '', '', '', CASE WHEN i.indisvalid THEN '' ELSE 'not valid' END,
       md5(concat_ws('|', i.indkey::text, i.indclass::text, i.indcollation::text, i.indexprs::text, '|', i.indpred::text)), '', i.xmin::text, x.oid::text
  FROM pg_index i
  JOIN pg_class x ON x.oid = i.indexrelid
  JOIN relation c ON c.oid = i.indrelid
 WHERE i.indisunique AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
UNION ALL
SELECT 'REPLICA_IDENTITY', '', c.schema, c.name, '', '', '', '', '',
       CASE c.relreplident WHEN 'f' THEN 'full' WHEN 'n' THEN 'nothing' ELSE 'by an index' END, '', '', c.xid, ''
  FROM relation c
 WHERE c.relreplident <> 'd'
UNION ALL
SELECT 'CAST', '', '', format_type(t.castsource, NULL), format_type(t.casttarget, NULL), '', '', '', '',
       CASE t.castcontext WHEN 'i' THEN 'implicit' WHEN 'a' THEN 'in assignments' ELSE 'explicit' END,
       md5(concat_ws('|', t.castfunc, t.castmethod)), '', t.xmin::text, ''
  FROM pg_cast t
 WHERE t.oid >= 16384
   AND NOT EXISTS (SELECT 1 FROM pg_depend x WHERE x.classid = 'pg_catalog.pg_cast'::regclass AND x.objid = t.oid AND x.deptype = 'e')
