-- A logout may mean every session that somebody has: a sign-in that is older finds it by whose it is, and when it was said.
ALTER TABLE oidc_logout ADD COLUMN subject text, ADD COLUMN issued timestamptz;
CREATE INDEX oidc_logout_subject ON oidc_logout (issuer, subject);
