-- Only where the account may look at verifiers at all; their kind, never themselves.
SELECT 'password', quote_ident(a.rolname), 'it is hashed with md5, which the wire gives away; the role keeps it'
  FROM pg_authid a
 WHERE a.rolpassword LIKE 'md5%'
 ORDER BY 2
