-- A source's name for somebody is one person's among those it tells of: whoever is gone has given it up, and somebody
-- new may come under it. The login stays theirs who had it (given_login).
DROP INDEX person_user_name;
CREATE UNIQUE INDEX person_user_name ON person (lower(user_name)) WHERE NOT deleted;
CREATE INDEX person_had_user_name ON person (lower(user_name));
