-- Whose the logins are that the database server had without us. Nobody is told by a name alone: a
-- role that is made anew under the name has another number, and is nobody's again.
CREATE TABLE database_login (
    name   text PRIMARY KEY,
    number bigint NOT NULL,
    kind   text NOT NULL CHECK (kind IN ('person', 'service')),
    person uuid NOT NULL REFERENCES person,
    reason text NOT NULL,
    actor  text NOT NULL,
    since  timestamptz NOT NULL
);
CREATE INDEX database_login_person ON database_login (person);
