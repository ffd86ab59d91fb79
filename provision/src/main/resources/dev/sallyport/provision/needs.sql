-- What the administrator must have, whether it has it, and what gives it. A superuser has it all.
WITH me AS (SELECT rolname, rolcreaterole, rolsuper, quote_ident(rolname) AS quoted FROM pg_roles WHERE rolname = current_user),
governed AS (SELECT * FROM unnest(?, ?) AS g(schema, name)),
need(rank, what, met, gives) AS (
  SELECT 1, 'make roles', rolcreaterole, format('ALTER ROLE %s CREATEROLE', quoted) FROM me
  UNION ALL
  SELECT 2, format('act for %I, who owns database %I', o.rolname, d.datname), pg_has_role(d.datdba, 'USAGE'),
         format('GRANT %I TO %s', o.rolname, me.quoted)
    FROM me, pg_database d JOIN pg_roles o ON o.oid = d.datdba
   WHERE d.datname = current_database()
  UNION ALL
  SELECT DISTINCT 3, format('act for %I, who owns %s', o.rolname, owned.what), pg_has_role(o.oid, 'USAGE'),
         format('GRANT %I TO %s', o.rolname, me.quoted)
    FROM me, (SELECT format('schema %I', n.nspname) AS what, n.nspowner AS owner
                FROM pg_namespace n WHERE n.nspname IN (SELECT schema FROM governed)
              UNION ALL
              SELECT format('table %I.%I', n.nspname, c.relname), c.relowner
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
               WHERE (n.nspname, c.relname) IN (SELECT schema, name FROM governed)) owned
    JOIN pg_roles o ON o.oid = owned.owner
  UNION ALL
  SELECT 4, 'end the sessions of who loses something', pg_has_role('pg_signal_backend', 'USAGE'),
         format('GRANT pg_signal_backend TO %s', quoted) FROM me
  UNION ALL
  SELECT 5, 'see since when a session is open', pg_has_role('pg_read_all_stats', 'USAGE'),
         format('GRANT pg_read_all_stats TO %s', quoted) FROM me
)
SELECT need.what, need.met OR me.rolsuper, need.gives FROM need, me ORDER BY need.rank, need.what
