-- What DataGrip and the other tools of JetBrains ask of a catalog, in our words. `-- moves`: the answer differs from one moment to the next.

SET extra_float_digits = 3;

SET application_name = 'DataGrip 2025.2';

SELECT version();

SELECT session_user, current_user, current_database(), current_schema();

SHOW transaction_isolation;

SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE;

SELECT name, is_dst FROM pg_catalog.pg_timezone_names WHERE name ~ '^Europe/' ORDER BY 1;

-- moves
SELECT round(extract(epoch FROM pg_catalog.pg_postmaster_start_time() AT TIME ZONE 'UTC')) AS startup_time;

-- moves
SELECT CASE WHEN pg_catalog.pg_is_in_recovery() THEN NULL ELSE (pg_catalog.txid_current() % 4294967296)::varchar::bigint END AS current_txid;

-- moves
SELECT l.transactionid::varchar::bigint AS transaction_id FROM pg_catalog.pg_locks l WHERE l.transactionid IS NOT NULL ORDER BY pg_catalog.age(l.transactionid) DESC LIMIT 1;

SELECT n.oid::bigint AS id, datname AS name, d.description, datistemplate AS is_template, datallowconn AS allow_connections, pg_catalog.pg_get_userbyid(n.datdba) AS owner FROM pg_catalog.pg_database n LEFT JOIN pg_catalog.pg_shdescription d ON n.oid = d.objoid ORDER BY CASE WHEN datname = pg_catalog.current_database() THEN -1::bigint ELSE n.oid::bigint END;

SELECT n.oid::bigint AS id, n.xmin AS state_number, nspname AS name, d.description, pg_catalog.pg_get_userbyid(n.nspowner) AS owner FROM pg_catalog.pg_namespace n LEFT JOIN pg_catalog.pg_description d ON n.oid = d.objoid ORDER BY CASE WHEN nspname = pg_catalog.current_schema() THEN -1::bigint ELSE n.oid::bigint END;

SELECT r.oid::bigint AS role_id, rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication, rolconnlimit, rolvaliduntil, rolbypassrls, rolconfig, d.description FROM pg_catalog.pg_roles r LEFT JOIN pg_catalog.pg_shdescription d ON d.objoid = r.oid ORDER BY 1;

SELECT member::bigint AS id, roleid::bigint AS role_id, admin_option FROM pg_catalog.pg_auth_members ORDER BY id, roleid::text;

SELECT t.oid::bigint AS id, t.spcname AS name, t.xmin AS state_number, pg_catalog.pg_get_userbyid(t.spcowner) AS owner, pg_catalog.pg_tablespace_location(t.oid) AS location, t.spcoptions AS options FROM pg_catalog.pg_tablespace t ORDER BY 1;

SELECT t.oid AS object_id, t.spcacl AS acl FROM pg_catalog.pg_tablespace t UNION ALL SELECT t.oid, t.datacl FROM pg_catalog.pg_database t ORDER BY 1;

SELECT l.oid::bigint AS id, l.xmin AS state_number, lanname AS name, lanpltrusted AS trusted, h.proname AS handler FROM pg_catalog.pg_language l LEFT JOIN pg_catalog.pg_proc h ON h.oid = lanplcallfoid ORDER BY lanname;

SELECT a.oid::bigint AS access_method_id, a.amname, a.amtype, a.amhandler::regproc::text FROM pg_catalog.pg_am a ORDER BY 1;

SELECT e.oid::bigint AS id, e.extname AS name, e.extversion AS version, e.extnamespace::bigint AS schema_id, n.nspname, array(SELECT unnest FROM unnest((SELECT array_agg(v.version ORDER BY v.version) FROM pg_catalog.pg_available_extension_versions v WHERE v.name = e.extname))) AS available_updates FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON e.extnamespace = n.oid ORDER BY 1;

SELECT c.oid, c.castsource, s.typname, c.casttarget, t.typname, c.castfunc, c.castcontext, c.castmethod FROM pg_catalog.pg_cast c LEFT JOIN pg_catalog.pg_type s ON s.oid = c.castsource LEFT JOIN pg_catalog.pg_type t ON t.oid = c.casttarget WHERE c.oid >= 16384 ORDER BY c.oid;

SELECT t.relkind AS table_kind, t.relname AS table_name, t.oid::bigint AS table_id, t.xmin AS state_number, t.relpersistence, t.reloptions, pg_catalog.pg_get_userbyid(t.relowner) AS owner FROM pg_catalog.pg_class t WHERE t.relnamespace = 'nurse'::regnamespace AND t.relkind IN ('r', 'm', 'v', 'f', 'p') ORDER BY t.relname;

WITH t AS (SELECT t.oid AS table_id, t.relname AS table_name FROM pg_catalog.pg_class t WHERE t.relkind IN ('r', 'm', 'v', 'f', 'p') AND t.relnamespace = 'nurse'::regnamespace) SELECT t.table_id, c.attnum AS column_position, c.attname AS column_name, c.xmin AS column_state_number, c.atttypmod AS type_mod, c.attndims AS dimensions_number, pg_catalog.format_type(c.atttypid, c.atttypmod) AS type_spec, c.atttypid AS type_id, c.attnotnull AS mandatory, c.attidentity, c.attgenerated, pg_catalog.pg_get_expr(d.adbin, t.table_id) AS column_default_expression FROM t JOIN pg_catalog.pg_attribute c ON t.table_id = c.attrelid LEFT JOIN pg_catalog.pg_attrdef d ON (c.attrelid = d.adrelid AND c.attnum = d.adnum) WHERE attnum > 0 AND NOT attisdropped ORDER BY table_id, attnum;

SELECT t.table_kind, t.table_id, c.oid::bigint AS con_id, c.conname AS con_name, c.contype AS con_kind, c.conkey AS con_columns, c.confrelid::bigint AS ref_table_id, c.condeferrable, c.confupdtype, c.confdeltype, pg_catalog.pg_get_expr(c.conbin, t.table_id) AS con_expression FROM pg_catalog.pg_constraint c JOIN (SELECT oid AS table_id, relkind AS table_kind, relnamespace FROM pg_catalog.pg_class) t ON t.table_id = c.conrelid WHERE c.contype IN ('p', 'u', 'f', 'c', 'x') ORDER BY c.oid;

SELECT t.relkind AS view_kind, t.oid AS view_id, pg_catalog.pg_get_viewdef(t.oid, true) AS source_text FROM pg_catalog.pg_class t JOIN pg_catalog.pg_namespace n ON t.relnamespace = n.oid WHERE n.nspname = 'nurse' AND t.relkind IN ('m', 'v') ORDER BY t.oid;

SELECT r.ev_class::bigint AS table_id, r.oid::bigint AS rule_id, r.rulename AS rule_name, r.ev_type, r.ev_enabled, r.is_instead, pg_catalog.pg_get_ruledef(r.oid) FROM pg_catalog.pg_rewrite r JOIN pg_catalog.pg_class c ON c.oid = r.ev_class WHERE c.relnamespace = 'nurse'::regnamespace ORDER BY r.oid;

SELECT d.objoid AS id, CASE WHEN 'pg_catalog.pg_type'::regclass = classoid THEN 'T' WHEN 'pg_catalog.pg_class'::regclass = classoid THEN 'C' ELSE 'O' END AS kind, d.objsubid AS sub_id, d.description FROM pg_catalog.pg_description d WHERE d.objoid >= 16384 ORDER BY 1, 2, 3;

SELECT t.oid AS object_id, t.relacl AS acl FROM pg_catalog.pg_class t WHERE t.relacl IS NOT NULL AND t.oid >= 16384 ORDER BY 1;

SELECT attrelid AS object_id, attname, attacl FROM pg_catalog.pg_attribute WHERE attacl IS NOT NULL AND attrelid >= 16384 ORDER BY 1, 2;

SELECT d.objid AS dependent_id, d.refobjid AS owner_id, d.refobjsubid AS owner_subobject_id FROM pg_catalog.pg_depend d WHERE d.deptype = 'a' AND d.classid = 'pg_class'::regclass AND d.objid >= 16384 ORDER BY 1, 2, 3;

SELECT cl.oid::bigint AS sequence_id, cl.relname, sq.seqstart, sq.seqincrement, sq.seqmax, sq.seqcache, sq.seqcycle FROM pg_catalog.pg_sequence sq JOIN pg_catalog.pg_class cl ON sq.seqrelid = cl.oid ORDER BY 1;

SELECT 'keep alive';

SELECT t.* FROM nurse.patients t ORDER BY t.id LIMIT 501;
