-- Whose things are. What belongs to the first superuser has no row in pg_shdepend. Members of an
-- extension go with it where its owner has them; sequences and types that another thing made always.
SELECT o.rolname::text, i.type,
       CASE WHEN d.classid = 'pg_proc'::regclass
            THEN (SELECT format('%I.%I(%s)', n.nspname, p.proname, oidvectortypes(p.proargtypes))
                    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE p.oid = d.objid)
            ELSE i.identity END
  FROM pg_shdepend d
  JOIN pg_roles o ON o.oid = d.refobjid
 CROSS JOIN LATERAL pg_identify_object(d.classid, d.objid, d.objsubid) i
 WHERE d.deptype = 'o' AND d.refclassid = 'pg_authid'::regclass
   AND (d.dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
        OR d.dbid = 0 AND (d.classid = 'pg_tablespace'::regclass OR d.classid = 'pg_database'::regclass
           AND d.objid = (SELECT oid FROM pg_database WHERE datname = current_database())))
   AND d.classid NOT IN ('pg_default_acl'::regclass, 'pg_user_mapping'::regclass)
   AND i.identity IS NOT NULL AND coalesce(i.schema, '') !~ '^pg_(temp|toast)'
   AND NOT EXISTS (SELECT 1 FROM pg_depend x
                    WHERE x.classid = d.classid AND x.objid = d.objid
                      AND x.deptype IN ('a', 'i') AND i.type IN ('sequence', 'type'))
   AND NOT EXISTS (SELECT 1 FROM pg_depend x JOIN pg_extension e ON e.oid = x.refobjid
                    WHERE x.classid = d.classid AND x.objid = d.objid AND x.deptype = 'e' AND e.extowner = d.refobjid)
 ORDER BY 1, 2, 3
