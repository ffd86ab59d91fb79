-- What pgAdmin asks of a catalog, in our words; it sends several settings in one string. `-- moves`: the answer differs from one moment to the next.

SET DateStyle = ISO; SET client_min_messages = notice; SELECT set_config('bytea_output', 'hex', false) FROM pg_show_all_settings() WHERE name = 'bytea_output'; SET client_encoding = 'utf-8';

SELECT db.oid AS did, db.datname, db.datallowconn, pg_catalog.pg_encoding_to_char(db.encoding) AS serverencoding, has_database_privilege(db.oid, 'CREATE') AS cancreate, datistemplate FROM pg_catalog.pg_database db WHERE db.datname = current_database();

SELECT roles.oid AS id, roles.rolname AS name, roles.rolsuper AS is_superuser, CASE WHEN roles.rolsuper THEN true ELSE roles.rolcreaterole END AS can_create_role, CASE WHEN roles.rolsuper THEN true ELSE roles.rolcreatedb END AS can_create_db, CASE WHEN 'pg_signal_backend' = ANY (ARRAY(SELECT pg_catalog.pg_roles.rolname FROM pg_catalog.pg_auth_members m JOIN pg_catalog.pg_roles ON m.roleid = pg_roles.oid WHERE m.member = roles.oid)) THEN true ELSE false END AS can_signal_backend FROM pg_catalog.pg_roles AS roles WHERE rolname = current_user;

SELECT gss_authenticated, encrypted FROM pg_catalog.pg_stat_gssapi WHERE pid = pg_backend_pid();

SELECT version();

SHOW search_path;

SELECT db.oid AS did, db.datname AS name, ta.spcname AS spcname, db.datallowconn, db.datistemplate AS is_template, has_database_privilege(db.oid, 'CREATE') AS cancreate, datdba AS owner, descr.description FROM pg_catalog.pg_database db LEFT OUTER JOIN pg_catalog.pg_tablespace ta ON db.dattablespace = ta.oid LEFT OUTER JOIN pg_catalog.pg_shdescription descr ON (db.oid = descr.objoid AND descr.classoid = 'pg_database'::regclass) WHERE db.oid > 0 ORDER BY datname;

SELECT nsp.oid, nsp.nspname AS name, has_schema_privilege(nsp.oid, 'CREATE') AS can_create, has_schema_privilege(nsp.oid, 'USAGE') AS has_usage, descr.description FROM pg_catalog.pg_namespace nsp LEFT OUTER JOIN pg_catalog.pg_description descr ON (descr.objoid = nsp.oid AND descr.classoid = 'pg_namespace'::regclass) WHERE nspname NOT LIKE E'pg\_%' AND NOT ((nsp.nspname = 'pg_catalog' AND EXISTS (SELECT 1 FROM pg_catalog.pg_class WHERE relname = 'pg_class' AND relnamespace = nsp.oid LIMIT 1)) OR (nsp.nspname = 'information_schema' AND EXISTS (SELECT 1 FROM pg_catalog.pg_class WHERE relname = 'tables' AND relnamespace = nsp.oid LIMIT 1))) ORDER BY nspname;

SELECT c.oid, c.relname AS name, description AS comment FROM pg_catalog.pg_class c LEFT OUTER JOIN pg_catalog.pg_description des ON (des.objoid = c.oid AND des.objsubid = 0 AND des.classoid = 'pg_class'::regclass) WHERE c.relkind = 'v' AND c.relnamespace = 'nurse'::regnamespace ORDER BY c.relname;

SELECT c.oid, c.xmin, c.relname AS name, c.reltablespace AS spcoid, c.relispopulated AS with_data, (SELECT st.setting FROM pg_catalog.pg_show_all_settings() st WHERE st.name = 'default_tablespace') AS default_tablespace, nsp.nspname AS schema, description AS comment, pg_catalog.pg_get_userbyid(c.relowner) AS owner, pg_catalog.pg_get_viewdef(c.oid, true) AS definition, pg_catalog.array_to_string(c.relacl::text[], ', ') AS acl, substring(pg_catalog.array_to_string(c.reloptions, ',') FROM 'security_barrier=([a-z|0-9]*)')::boolean AS security_barrier FROM pg_catalog.pg_class c LEFT OUTER JOIN pg_catalog.pg_namespace nsp ON nsp.oid = c.relnamespace LEFT OUTER JOIN pg_catalog.pg_description des ON (des.objoid = c.oid AND des.objsubid = 0 AND des.classoid = 'pg_class'::regclass) WHERE c.relname = 'patients' AND nsp.nspname = 'nurse';

SELECT 'datacl' AS deftype, coalesce(gt.rolname, 'PUBLIC') AS grantee, g.rolname AS grantor, array_agg(privilege_type ORDER BY privilege_type) AS privileges, array_agg(is_grantable) AS grantable FROM (SELECT (d).grantee AS grantee, (d).grantor AS grantor, (d).is_grantable AS is_grantable, (d).privilege_type FROM (SELECT aclexplode(c.relacl) AS d FROM pg_catalog.pg_class c WHERE c.relnamespace = 'nurse'::regnamespace) acl) d LEFT JOIN pg_catalog.pg_roles g ON (d.grantor = g.oid) LEFT JOIN pg_catalog.pg_roles gt ON (d.grantee = gt.oid) GROUP BY g.rolname, gt.rolname ORDER BY 2, 3;

SELECT DISTINCT att.attname AS name, att.attnum AS oid, pg_catalog.format_type(ty.oid, NULL) AS datatype, att.attnotnull AS not_null, CASE WHEN att.atthasdef OR att.attidentity <> '' THEN true ELSE false END AS has_default_val, des.description, seq.seqtypid FROM pg_catalog.pg_attribute att JOIN pg_catalog.pg_type ty ON ty.oid = atttypid LEFT OUTER JOIN pg_catalog.pg_description des ON (des.objoid = att.attrelid AND des.objsubid = att.attnum AND des.classoid = 'pg_class'::regclass) LEFT OUTER JOIN pg_catalog.pg_sequence seq ON false WHERE att.attrelid = 'nurse.patients'::regclass AND att.attnum > 0 AND att.attisdropped IS FALSE ORDER BY att.attnum;

SELECT t.oid, t.tgname AS name, (CASE WHEN tgenabled = 'O' THEN true ELSE false END) AS is_enable_trigger FROM pg_catalog.pg_trigger t WHERE NOT tgisinternal AND tgrelid = 'nurse.patients'::regclass ORDER BY tgname;

SELECT rw.oid AS oid, rw.rulename AS name, CASE WHEN rw.ev_enabled != 'D' THEN true ELSE false END AS enabled FROM pg_catalog.pg_rewrite rw WHERE rw.ev_class = 'nurse.patients'::regclass ORDER BY rw.rulename;

SELECT pr.oid, pr.xmin, pr.proname, pr.prosrc, pr.provolatile, pr.proisstrict, pr.prosecdef, pg_catalog.pg_get_function_identity_arguments(pr.oid) AS proargs, typns.nspname AS typnsp, lanname, proconfig FROM pg_catalog.pg_proc pr JOIN pg_catalog.pg_type typ ON typ.oid = prorettype JOIN pg_catalog.pg_namespace typns ON typns.oid = typ.typnamespace JOIN pg_catalog.pg_language lng ON lng.oid = prolang WHERE pr.prokind IN ('f', 'w') AND pr.oid >= 16384 ORDER BY proname, 8;

SELECT rolname, rolcanlogin, rolcatupdate IS NOT NULL AS updates, rolsuper FROM (SELECT r.*, true AS rolcatupdate FROM pg_catalog.pg_roles r) r ORDER BY rolcanlogin, rolname;

SELECT name, vartype, min_val, max_val, enumvals FROM pg_catalog.pg_settings WHERE context IN ('user', 'superuser') ORDER BY name;

SELECT ts.oid AS oid, spcname AS name, spcowner AS owner FROM pg_catalog.pg_tablespace ts ORDER BY name;

-- moves
SELECT 'session_stats' AS chart_name, pg_catalog.row_to_json(t) AS chart_data FROM (SELECT (SELECT count(*) FROM pg_catalog.pg_stat_activity WHERE datname = (SELECT datname FROM pg_catalog.pg_database WHERE datname = current_database())) AS "Total", (SELECT count(*) FROM pg_catalog.pg_stat_activity WHERE state = 'active') AS "Active") t UNION ALL SELECT 'tps_stats', pg_catalog.row_to_json(t) FROM (SELECT (SELECT sum(xact_commit) + sum(xact_rollback) FROM pg_catalog.pg_stat_database) AS "Transactions") t UNION ALL SELECT 'ti_stats', row_to_json(t) FROM (SELECT (SELECT sum(tup_inserted) FROM pg_catalog.pg_stat_database) AS "Inserts") t;

-- moves
SELECT pid, datname, usename, application_name, client_addr, pg_catalog.to_char(backend_start, 'YYYY-MM-DD HH24:MI:SS TZ') AS backend_start, state, wait_event_type || ': ' || wait_event AS wait_event, pg_catalog.array_to_string(pg_catalog.pg_blocking_pids(pid), ', ') AS blocking_pids, query FROM pg_catalog.pg_stat_activity ORDER BY pid;

EXPLAIN (FORMAT JSON, ANALYZE false, VERBOSE false, COSTS false, BUFFERS false, TIMING false) SELECT * FROM nurse.patients ORDER BY id ASC;

SELECT * FROM nurse.patients ORDER BY id ASC LIMIT 100;

SELECT at.attname, at.attnum, ty.typname FROM pg_catalog.pg_attribute at LEFT JOIN pg_catalog.pg_type ty ON (ty.oid = at.atttypid) WHERE attrelid = 'nurse.patients'::regclass::oid AND attnum = ANY ((SELECT con.conkey FROM pg_catalog.pg_class rel LEFT OUTER JOIN pg_catalog.pg_constraint con ON con.conrelid = rel.oid AND con.contype = 'p' WHERE rel.oid = 'nurse.patients'::regclass::oid)::oid[]);
