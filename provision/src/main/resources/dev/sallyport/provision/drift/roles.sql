-- Roles, their memberships and settings. Every file here gives the thirteen columns of a fact:
-- kind, target, schema, name, part, grantee, grantor, privilege, owner, words, hash, touches, xid.
-- A verifier is never read, only a digest of it that tells one from another.
SELECT 'ROLE', '', '', r.rolname::text, '', r.rolname::text, '', '',
       CASE WHEN shobj_description(r.oid, 'pg_authid') LIKE 'Sallyport%' THEN 'sallyport' ELSE '' END,
       concat_ws(' ',
         CASE WHEN r.rolcanlogin THEN 'LOGIN' END,
         CASE WHEN r.rolsuper THEN 'SUPERUSER' END,
         CASE WHEN NOT r.rolinherit THEN 'NOINHERIT' END,
         CASE WHEN r.rolcreatedb THEN 'CREATEDB' END,
         CASE WHEN r.rolcreaterole THEN 'CREATEROLE' END,
         CASE WHEN r.rolreplication THEN 'REPLICATION' END,
         CASE WHEN r.rolbypassrls THEN 'BYPASSRLS' END,
         CASE WHEN r.rolconnlimit <> -1 THEN 'CONNECTION LIMIT ' || r.rolconnlimit END,
         CASE WHEN r.rolvaliduntil < 'infinity' THEN 'VALID UNTIL ' || quote_literal(r.rolvaliduntil::text) END),
       left(md5(coalesce(r.rolpassword, '')), 12), '', r.xmin::text
  FROM pg_authid r
UNION ALL
SELECT 'COMMENT', 'role', '', r.rolname::text, '', r.rolname::text, '', '', '', '', md5(d.description), '', d.xmin::text
  FROM pg_shdescription d JOIN pg_authid r ON r.oid = d.objoid
 WHERE d.classoid = 'pg_catalog.pg_authid'::regclass
UNION ALL
SELECT 'MEMBER', '', '', r.rolname::text, '', m.rolname::text,
       CASE WHEN a.grantor = 10 OR NOT to_jsonb(a) ? 'set_option' THEN '' ELSE coalesce(g.rolname::text, '') END, '', '',
       concat_ws(', ', 'INHERIT ' || upper(to_jsonb(a) ->> 'inherit_option'),
                       'SET ' || upper(to_jsonb(a) ->> 'set_option'),
                       'ADMIN ' || upper(a.admin_option::text)), '', '', a.xmin::text
  FROM pg_auth_members a
  JOIN pg_authid r ON r.oid = a.roleid
  JOIN pg_authid m ON m.oid = a.member
  LEFT JOIN pg_authid g ON g.oid = a.grantor
UNION ALL
SELECT 'SETTING', '', '', split_part(c.setting, '=', 1), coalesce(d.datname::text, ''), coalesce(r.rolname::text, ''), '', '', '', '',
       md5(c.setting), '', s.xmin::text
  FROM pg_db_role_setting s
  LEFT JOIN pg_authid r ON r.oid = s.setrole
  LEFT JOIN pg_database d ON d.oid = s.setdatabase
 CROSS JOIN LATERAL unnest(s.setconfig) AS c(setting)
