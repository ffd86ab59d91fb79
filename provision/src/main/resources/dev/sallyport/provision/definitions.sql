-- What our made things really are: kind, schema, name, detail, hash. Needs search_path = ''.
SELECT 'VIEW', n.nspname, c.relname, '', md5(concat_ws('|', o.rolname, c.reloptions::text, pg_get_viewdef(c.oid),
         (SELECT string_agg(d.adnum || '=' || pg_get_expr(d.adbin, d.adrelid), '|' ORDER BY d.adnum)
            FROM pg_attrdef d WHERE d.adrelid = c.oid),
         (SELECT string_agg(pg_get_ruledef(w.oid), '|' ORDER BY w.rulename)
            FROM pg_rewrite w WHERE w.ev_class = c.oid AND w.rulename <> '_RETURN'),
         (SELECT string_agg(pg_get_triggerdef(t.oid), '|' ORDER BY t.tgname)
            FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal)))
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_roles s ON s.oid = n.nspowner
  JOIN pg_roles o ON o.oid = c.relowner
 WHERE c.relkind = 'v' AND s.rolname = 'sp_definer'
UNION ALL
SELECT 'TABLE', n.nspname, c.relname, '', md5(concat_ws('|', o.rolname, c.relrowsecurity, c.relforcerowsecurity,
         (SELECT string_agg(concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
                                      pg_get_expr(d.adbin, d.adrelid)), '|' ORDER BY a.attnum)
            FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
           WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
         (SELECT string_agg(pg_get_constraintdef(k.oid), '|' ORDER BY k.conname)
            FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype <> 'n'),
         (SELECT string_agg(pg_get_ruledef(w.oid), '|' ORDER BY w.rulename)
            FROM pg_rewrite w WHERE w.ev_class = c.oid),
         (SELECT string_agg(pg_get_triggerdef(t.oid), '|' ORDER BY t.tgname)
            FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal)))
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_roles o ON o.oid = c.relowner
 WHERE c.relkind = 'r' AND n.nspname = 'sp'
UNION ALL
SELECT 'FUNCTION', n.nspname, p.proname, oidvectortypes(p.proargtypes),
       md5(concat_ws('|', o.rolname, l.lanname, p.prosecdef, p.proleakproof, p.provolatile, p.proparallel,
                     p.proisstrict, p.proretset, p.prorettype::regtype, p.proconfig::text, p.prosrc))
  FROM pg_proc p
  JOIN pg_namespace n ON n.oid = p.pronamespace
  JOIN pg_roles o ON o.oid = p.proowner
  JOIN pg_language l ON l.oid = p.prolang
 WHERE n.nspname = 'sp'
UNION ALL
SELECT 'POLICY', n.nspname, c.relname, p.polname,
       md5(concat_ws('|', p.polpermissive, p.polcmd,
                     (SELECT string_agg(coalesce(r.rolname, 'PUBLIC'), ',' ORDER BY r.rolname)
                        FROM unnest(p.polroles) AS u(id) LEFT JOIN pg_roles r ON r.oid = u.id),
                     pg_get_expr(p.polqual, p.polrelid), '|', pg_get_expr(p.polwithcheck, p.polrelid)))
  FROM pg_policy p
  JOIN pg_class c ON c.oid = p.polrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
UNION ALL
SELECT 'FENCE', n.nspname, c.relname, '', 'on'
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relrowsecurity
