-- What decides who sees what and has no words in the policy language.
SELECT 'row policy', format('%I on %I.%I', p.polname, n.nspname, c.relname),
       'it filters the rows of roles that are not Sallyport''s; it stays as it is'
  FROM pg_policy p
  JOIN pg_class c ON c.oid = p.polrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
UNION ALL
SELECT 'row security', format('%I.%I', n.nspname, c.relname),
       CASE WHEN c.relforcerowsecurity THEN 'it is on, for the owner too, and stays so' ELSE 'it is on and stays so' END
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relrowsecurity
UNION ALL
SELECT 'security definer function', format('%I.%I(%s)', n.nspname, p.proname, oidvectortypes(p.proargtypes)),
       'whoever may run it acts as its owner ' || quote_ident(pg_get_userbyid(p.proowner))
  FROM pg_proc p
  JOIN pg_namespace n ON n.oid = p.pronamespace
 WHERE p.prosecdef AND n.nspname NOT IN ('pg_catalog', 'information_schema')
UNION ALL
SELECT CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' ELSE 'foreign table' END,
       format('%I.%I', n.nspname, c.relname),
       CASE c.relkind
            WHEN 'v' THEN CASE WHEN c.reloptions && ARRAY['security_invoker=true', 'security_invoker=on', 'security_invoker=1']
                               THEN 'it reads as whoever asks; its columns get no class, those of its tables do'
                               ELSE 'it reads as its owner ' || quote_ident(pg_get_userbyid(c.relowner)) || ', past every class and row rule' END
            WHEN 'm' THEN 'it is a copy of rows; no row of it can be kept back'
            ELSE 'its rows are elsewhere; none can be kept back here' END
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('v', 'm', 'f') AND c.relpersistence <> 't' AND n.nspname NOT IN ('pg_catalog', 'information_schema')
UNION ALL
SELECT 'rule', format('%I on %I.%I', w.rulename, n.nspname, c.relname), 'it rewrites statements before any right is asked'
  FROM pg_rewrite w
  JOIN pg_class c ON c.oid = w.ev_class
  JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE w.rulename <> '_RETURN' AND n.nspname NOT IN ('pg_catalog', 'information_schema')
UNION ALL
SELECT 'user mapping', format('%s on %I', CASE u.umuser WHEN 0 THEN 'public' ELSE quote_ident(u.usename) END, u.srvname),
       'it holds an account elsewhere, and perhaps its password'
  FROM pg_user_mappings u
UNION ALL
SELECT 'publication', quote_ident(p.pubname), 'it sends rows out of the database'
  FROM pg_publication p
UNION ALL
SELECT 'subscription', quote_ident(s.subname), 'it writes rows from elsewhere'
  FROM pg_subscription s
 WHERE s.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
UNION ALL
SELECT 'event trigger', quote_ident(e.evtname), 'it runs as whoever changes a definition'
  FROM pg_event_trigger e
UNION ALL
SELECT 'extension', quote_ident(e.extname), 'what it brought belongs to it and is not told one by one'
  FROM pg_extension e
 WHERE e.extname <> 'plpgsql'
UNION ALL
SELECT 'security label', format('%s %s', l.provider, coalesce(l.objname, l.objtype)), 'another program reads it'
  FROM pg_seclabels l
UNION ALL
SELECT 'setting', format('of %s in %I', coalesce(quote_ident(r.rolname), 'everybody'), d.datname), 'it holds in another database'
  FROM pg_db_role_setting s
  JOIN pg_database d ON d.oid = s.setdatabase
  LEFT JOIN pg_roles r ON r.oid = s.setrole
 WHERE d.datname <> current_database()
UNION ALL
SELECT 'database', quote_ident(d.datname), 'its rights and owners are its own adopt''s'
  FROM pg_database d
 WHERE d.datname <> current_database() AND d.datallowconn AND NOT d.datistemplate
 ORDER BY 1, 2
