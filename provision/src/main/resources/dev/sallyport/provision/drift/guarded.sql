-- What not every account may read: account, mapping, subscription and host are as Guarded has them.
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
       r.digest, '', r.xid, r.oid::text
  FROM account r
UNION ALL
SELECT 'USER_MAPPING', '', '', s.srvname::text, '', CASE u.umuser WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(u.umuser)::text END, '', '', '', '',
       md5(u.umoptions::text), '', u.xid, ''
  FROM mapping u
  JOIN pg_foreign_server s ON s.oid = u.umserver
UNION ALL
SELECT 'SUBSCRIPTION', '', '', s.subname::text, '', '', '', '', pg_get_userbyid(s.subowner)::text,
       CASE WHEN s.subenabled THEN 'enabled' ELSE 'disabled' END, md5(concat_ws('|', s.subconninfo, s.subpublications::text)), '', s.xid, ''
  FROM subscription s
 WHERE s.subdbid = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
UNION ALL
SELECT 'CONFIGURATION', '', '', 'who may connect from where', '', '', '', '', '', h.words, h.hash, '', '', ''
  FROM host h
