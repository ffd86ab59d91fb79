-- What the administrator must have, whether it has it, and what gives it. A superuser has it all.
WITH me AS (SELECT oid, rolname, rolcreaterole, rolsuper, quote_ident(rolname) AS quoted FROM pg_roles WHERE rolname = current_user),
governed AS (SELECT * FROM unnest(?, ?) AS g(schema, name)),
owned(rank, owner, what, alter) AS (
  SELECT 2, datdba, format('database %I', datname), format('ALTER DATABASE %I', datname)
    FROM pg_database WHERE datname = current_database()
  UNION ALL
  SELECT 3, nspowner, format('schema %I', nspname), format('ALTER SCHEMA %I', nspname)
    FROM pg_namespace WHERE nspname IN (SELECT schema FROM governed)
  UNION ALL
  SELECT 3, c.relowner, format('%I.%I', n.nspname, c.relname), format('ALTER TABLE %I.%I', n.nspname, c.relname)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE (n.nspname, c.relname) IN (SELECT schema, name FROM governed)),
-- Accounts of people, also of who is shut out and has no LOGIN.
person AS (SELECT m.member AS oid FROM pg_auth_members m WHERE m.roleid = to_regrole('sp_person')),
-- Before 16 whoever has CREATEROLE administers every role, and joins those that are to own something: no person does.
made AS (
  SELECT r.rolname,
         CASE WHEN current_setting('server_version_num')::int >= 160000 THEN pg_has_role(r.oid, 'MEMBER WITH ADMIN OPTION')
              ELSE r.rolcanlogin OR r.oid IN (SELECT oid FROM person) OR pg_has_role(r.oid, 'USAGE') END AS met
    FROM me, pg_roles r
   WHERE r.oid <> me.oid
     AND (shobj_description(r.oid, 'pg_authid') LIKE 'Sallyport%' OR r.oid IN (SELECT oid FROM person))),
need(rank, what, met, gives) AS (
  SELECT 1, 'make roles', rolcreaterole, format('ALTER ROLE %s CREATEROLE', quoted) FROM me
  UNION ALL
  SELECT w.rank, format('act for %I, who owns %s', o.rolname, string_agg(w.what, ', ' ORDER BY w.what)), pg_has_role(o.oid, 'USAGE'),
         CASE WHEN o.rolsuper THEN string_agg(format('%s OWNER TO %s', w.alter, me.quoted), '; ' ORDER BY w.alter)
              ELSE format('GRANT %I TO %s', o.rolname, me.quoted) END
    FROM me, owned w JOIN pg_roles o ON o.oid = w.owner
   GROUP BY w.rank, o.oid, o.rolname, o.rolsuper, me.quoted
  UNION ALL
  SELECT 4, 'administer the roles Sallyport made before', bool_and(made.met),
         format('GRANT %s TO %s WITH ADMIN OPTION', string_agg(quote_ident(made.rolname), ', ' ORDER BY made.rolname), me.quoted)
    FROM me, made GROUP BY me.quoted
  UNION ALL
  SELECT 5, 'end the sessions of who loses something', pg_has_role('pg_signal_backend', 'USAGE'),
         format('GRANT pg_signal_backend TO %s', quoted) FROM me
  UNION ALL
  SELECT 6, 'see since when a session is open', pg_has_role('pg_read_all_stats', 'USAGE'),
         format('GRANT pg_read_all_stats TO %s', quoted) FROM me
  UNION ALL
  -- Only where hardening has taken it from PUBLIC; whoever applied that kept it.
  SELECT 7, 'let applies take turns', has_function_privilege('pg_catalog.pg_advisory_xact_lock(bigint)', 'EXECUTE'),
         format('GRANT EXECUTE ON FUNCTION pg_catalog.pg_advisory_xact_lock(bigint) TO %s', quoted)
    FROM me WHERE NOT has_function_privilege('public', 'pg_catalog.pg_advisory_xact_lock(bigint)', 'EXECUTE')
)
SELECT need.what, need.met OR me.rolsuper, need.gives FROM need, me ORDER BY need.rank, need.what
