-- What all databases of a cluster share, and how it is run.
SELECT 'DATABASE', '', '', d.datname::text, '', '', '', '', pg_get_userbyid(d.datdba)::text,
       concat_ws(', ', CASE WHEN NOT d.datallowconn THEN 'no connections' END, CASE WHEN d.datistemplate THEN 'template' END),
       d.datconnlimit::text, '', d.xmin::text, d.oid::text
  FROM pg_database d
UNION ALL
SELECT 'TABLESPACE', '', '', s.spcname::text, '', '', '', '', pg_get_userbyid(s.spcowner)::text, '', md5(s.spcoptions::text), '', s.xmin::text, ''
  FROM pg_tablespace s
UNION ALL
SELECT 'SLOT', '', '', s.slot_name::text, '', '', '', '', '', concat_ws(' ', s.slot_type, s.plugin, s.database), '', '', '', ''
  FROM pg_replication_slots s
 WHERE NOT s.temporary
UNION ALL
SELECT 'CONFIGURATION', '', '', s.name, '', '', '', '', '', CASE s.name WHEN 'archive_command' THEN '' ELSE s.reset_val END,
       CASE s.name WHEN 'archive_command' THEN md5(s.reset_val) ELSE '' END, '', '', ''
  FROM pg_settings s
 WHERE s.name IN ('ssl', 'password_encryption', 'row_security', 'session_preload_libraries', 'shared_preload_libraries',
                  'local_preload_libraries', 'log_statement', 'log_connections', 'log_disconnections', 'event_triggers',
                  'allow_system_table_mods', 'default_transaction_read_only', 'standard_conforming_strings',
                  'max_prepared_transactions', 'wal_level', 'archive_mode', 'archive_command', 'archive_library', 'hba_file', 'ident_file', 'ssl_ca_file', 'ssl_min_protocol_version')
UNION ALL
SELECT 'SECURITY_LABEL', '', '', l.provider, l.classoid::regclass || ' ' || l.objoid, '', '', '', '', '', md5(l.label), '', l.xmin::text, ''
  FROM pg_shseclabel l
