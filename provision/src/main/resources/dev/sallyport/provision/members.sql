-- to_jsonb: inherit_option and set_option are there from 16 on; once a row, for it is dear.
WITH granted AS MATERIALIZED (SELECT roleid, member, grantor, admin_option, to_jsonb(m) AS option FROM pg_auth_members m)
SELECT r.rolname, m.rolname,
       CASE WHEN a.option ? 'set_option'
            THEN format('WITH INHERIT %s, SET %s, ADMIN %s', upper(a.option ->> 'inherit_option'),
                        upper(a.option ->> 'set_option'), upper(a.admin_option::text))
            WHEN a.admin_option THEN 'WITH ADMIN OPTION'
            ELSE '' END,
       CASE WHEN NOT a.option ? 'set_option' THEN '' ELSE coalesce(g.rolname, '') END, a.grantor = 10
  FROM granted a
  JOIN pg_roles r ON r.oid = a.roleid
  JOIN pg_roles m ON m.oid = a.member
  LEFT JOIN pg_roles g ON g.oid = a.grantor
