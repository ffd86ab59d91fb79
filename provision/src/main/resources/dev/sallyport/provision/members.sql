-- to_jsonb: inherit_option and set_option are there from 16 on.
SELECT r.rolname, m.rolname,
       CASE WHEN to_jsonb(a) ? 'set_option'
            THEN format('WITH INHERIT %s, SET %s, ADMIN %s', upper(to_jsonb(a) ->> 'inherit_option'),
                        upper(to_jsonb(a) ->> 'set_option'), upper(a.admin_option::text))
            WHEN a.admin_option THEN 'WITH ADMIN OPTION'
            ELSE '' END,
       CASE WHEN NOT to_jsonb(a) ? 'set_option' THEN '' ELSE coalesce(g.rolname, '') END, a.grantor = 10
  FROM pg_auth_members a
  JOIN pg_roles r ON r.oid = a.roleid
  JOIN pg_roles m ON m.oid = a.member
  LEFT JOIN pg_roles g ON g.oid = a.grantor
