-- What DBeaver asks of a catalog, in our words. The answer to what follows `-- moves` differs from one moment to the next.

SET application_name = 'DBeaver 25.2.0 - Metadata';

SELECT current_schema(), session_user;

SHOW search_path;

SELECT version();

SELECT string_agg(word, ',' ORDER BY word) FROM pg_catalog.pg_get_keywords() WHERE catcode = 'R';

SELECT db.oid, db.* FROM pg_catalog.pg_database db WHERE datallowconn AND NOT datistemplate OR db.datname = current_database() ORDER BY db.datname;

SELECT name, setting, boot_val, reset_val FROM pg_catalog.pg_settings WHERE name IN ('standard_conforming_strings', 'max_index_keys');

SELECT t.oid, t.*, shobj_description(t.oid, 'pg_tablespace') FROM pg_catalog.pg_tablespace t ORDER BY t.oid;

SELECT a.oid, a.*, pd.description FROM pg_catalog.pg_roles a LEFT JOIN pg_catalog.pg_shdescription pd ON a.oid = pd.objoid ORDER BY a.rolname;

SELECT n.oid, n.*, d.description FROM pg_catalog.pg_namespace n LEFT OUTER JOIN pg_catalog.pg_description d ON d.objoid = n.oid AND d.objsubid = 0 AND d.classoid = 'pg_namespace'::regclass ORDER BY nspname;

SELECT has_schema_privilege(n.oid, 'USAGE'), n.nspname FROM pg_catalog.pg_namespace n ORDER BY 2;

SELECT t.oid, t.*, c.relkind, format_type(nullif(t.typbasetype, 0), t.typtypmod) AS base_type_name, d.description FROM pg_catalog.pg_type t LEFT OUTER JOIN pg_catalog.pg_type et ON et.oid = t.typelem LEFT OUTER JOIN pg_catalog.pg_class c ON c.oid = t.typrelid LEFT OUTER JOIN pg_catalog.pg_description d ON t.oid = d.objoid WHERE t.typname IS NOT NULL AND (c.relkind IS NULL OR c.relkind = 'c') AND (et.typcategory IS NULL OR et.typcategory <> 'C') ORDER BY t.oid, d.objsubid;

SELECT c.oid, a.*, pg_catalog.pg_get_expr(ad.adbin, ad.adrelid, true) AS def_value, dsc.description, dep.objid FROM pg_catalog.pg_attribute a INNER JOIN pg_catalog.pg_class c ON a.attrelid = c.oid LEFT OUTER JOIN pg_catalog.pg_attrdef ad ON a.attrelid = ad.adrelid AND a.attnum = ad.adnum LEFT OUTER JOIN pg_catalog.pg_description dsc ON c.oid = dsc.objoid AND a.attnum = dsc.objsubid LEFT OUTER JOIN pg_depend dep ON dep.refobjid = a.attrelid AND dep.deptype = 'i' AND dep.refobjsubid = a.attnum AND dep.classid = dep.refclassid WHERE NOT a.attisdropped AND c.relkind NOT IN ('i', 'I', 'c') AND c.oid = 'nurse.patients'::regclass ORDER BY a.attnum;

SELECT c.oid, c.*, d.description, pg_catalog.pg_get_expr(c.relpartbound, c.oid) AS partition_expr, pg_catalog.pg_get_partkeydef(c.oid) AS partition_key FROM pg_catalog.pg_class c LEFT OUTER JOIN pg_catalog.pg_description d ON d.objoid = c.oid AND d.objsubid = 0 AND d.classoid = 'pg_class'::regclass WHERE c.relnamespace = 'nurse'::regnamespace AND c.relkind NOT IN ('i', 'I', 'c') ORDER BY c.relname;

SELECT c.oid, c.*, t.relname AS tabrelname, rt.relnamespace AS refnamespace, d.description, CASE c.contype WHEN 'c' THEN 'c' ELSE pg_catalog.pg_get_constraintdef(c.oid) END AS consrc_copy FROM pg_catalog.pg_constraint c INNER JOIN pg_catalog.pg_class t ON t.oid = c.conrelid LEFT OUTER JOIN pg_catalog.pg_class rt ON rt.oid = c.confrelid LEFT OUTER JOIN pg_catalog.pg_description d ON d.objoid = c.oid AND d.objsubid = 0 ORDER BY c.oid;

SELECT i.*, i.indkey AS keys, c.relname, c.relnamespace, c.relam, c.reltablespace, tc.relname AS tabrelname, dsc.description, pg_catalog.pg_get_expr(i.indpred, i.indrelid) AS pred_expr, pg_catalog.pg_get_expr(i.indexprs, i.indrelid, true) AS expr, pg_catalog.pg_relation_size(i.indexrelid) AS index_rel_size FROM pg_catalog.pg_index i INNER JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid INNER JOIN pg_catalog.pg_class tc ON tc.oid = i.indrelid LEFT OUTER JOIN pg_catalog.pg_description dsc ON i.indexrelid = dsc.objoid WHERE tc.relnamespace = 'nurse'::regnamespace ORDER BY tc.relname, c.relname;

SELECT pg_catalog.pg_get_viewdef('nurse.patients'::regclass, true);

SELECT x.oid, x.*, p.relname AS tabrelname, p.relnamespace, pg_catalog.pg_get_triggerdef(x.oid), d.description FROM pg_catalog.pg_trigger x JOIN pg_catalog.pg_class p ON p.oid = x.tgrelid LEFT OUTER JOIN pg_catalog.pg_description d ON d.objoid = x.oid AND d.objsubid = 0 WHERE NOT x.tgisinternal ORDER BY x.oid;

SELECT p.oid, p.*, CASE WHEN p.prokind = 'a' THEN NULL ELSE pg_catalog.pg_get_expr(p.proargdefaults, 0) END AS arg_defaults, d.description FROM pg_catalog.pg_proc p LEFT OUTER JOIN pg_catalog.pg_description d ON d.objoid = p.oid AND d.objsubid = 0 WHERE p.pronamespace = 'nurse'::regnamespace ORDER BY p.proname;

SELECT e.oid, e.extname, n.nspname AS schema_name, e.extversion, e.extrelocatable FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace ORDER BY e.oid;

SELECT i.*, c.relnamespace FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON i.inhrelid = c.oid ORDER BY i.inhrelid, i.inhseqno;

SELECT pg_catalog.has_table_privilege(c.oid, 'SELECT'), c.relname FROM pg_catalog.pg_class c WHERE c.relnamespace = 'nurse'::regnamespace ORDER BY 2;

SELECT * FROM information_schema.table_privileges WHERE table_schema = 'nurse' AND table_name = 'patients' ORDER BY 1, 2, 5, 6;

SELECT x.srvtype, x.srvversion, x.* FROM pg_catalog.pg_foreign_server x ORDER BY x.oid;

SELECT x.oid, x.* FROM pg_catalog.pg_event_trigger x ORDER BY x.oid;

SELECT oid, policy.* FROM pg_catalog.pg_policies p JOIN LATERAL (SELECT p.policyname, p.cmd, p.qual) policy ON true JOIN pg_catalog.pg_namespace n ON n.nspname = p.schemaname WHERE n.nspname = 'nurse' ORDER BY 2;

-- moves
SELECT sa.* FROM pg_catalog.pg_stat_activity sa ORDER BY sa.pid;

-- moves
SELECT relation::regclass::text, mode, granted FROM pg_catalog.pg_locks WHERE database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database());

SELECT pg_catalog.pg_size_pretty(pg_catalog.pg_total_relation_size('nurse.patients'::regclass));

EXPLAIN (FORMAT JSON, COSTS false) SELECT last_name FROM patients WHERE id = 1;

SELECT x.* FROM nurse.patients x ORDER BY x.id LIMIT 200;

SELECT count(*) FROM (SELECT x.* FROM nurse.patients x) dbvrcnt;
