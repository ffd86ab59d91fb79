-- What only a superuser sees: the verifier that shows a foreign password.
SELECT rolname, coalesce(rolpassword, '') FROM pg_authid
