-- Roles, their memberships and settings. Every file here gives the thirteen columns of a fact:
-- kind, target, schema, name, part, grantee, grantor, privilege, owner, words, hash, touches, xid.
-- A verifier is never read, only a digest of it that tells one from another.
SELECT 'COMMENT', 'role', '', r.rolname::text, '', r.rolname::text, '', '', '', '', md5(split_part(d.description, ' · applied in ', 1)), '', d.xmin::text, ''
  FROM pg_shdescription d JOIN pg_roles r ON r.oid = d.objoid
 WHERE d.classoid = 'pg_catalog.pg_authid'::regclass
UNION ALL
SELECT 'MEMBER', '', '', r.rolname::text, '', m.rolname::text,
       CASE WHEN a.grantor = 10 OR NOT to_jsonb(a) ? 'set_option' THEN '' ELSE coalesce(g.rolname::text, '') END, '', '',
       concat_ws(', ', 'INHERIT ' || upper(to_jsonb(a) ->> 'inherit_option'),
                       'SET ' || upper(to_jsonb(a) ->> 'set_option'),
                       'ADMIN ' || upper(a.admin_option::text)), '', '', a.xmin::text, ''
  FROM pg_auth_members a
  JOIN pg_roles r ON r.oid = a.roleid
  JOIN pg_roles m ON m.oid = a.member
  LEFT JOIN pg_roles g ON g.oid = a.grantor
UNION ALL
SELECT 'SETTING', '', '', split_part(c.setting, '=', 1), coalesce(d.datname::text, ''), coalesce(r.rolname::text, ''), '', '', '', '',
       md5(c.setting), '', s.xmin::text, ''
  FROM pg_db_role_setting s
  LEFT JOIN pg_roles r ON r.oid = s.setrole
  LEFT JOIN pg_database d ON d.oid = s.setdatabase
 CROSS JOIN LATERAL unnest(s.setconfig) AS c(setting)
