-- Who keeps each person: nobody else changes what is told of them.
ALTER TABLE person ADD COLUMN source text CHECK (source IN ('scim', 'csv', 'ldap'));
UPDATE person SET source = CASE
    WHEN EXISTS (SELECT FROM step WHERE step.person = person.id AND actor LIKE 'scim:%') THEN 'scim' ELSE 'csv' END;
ALTER TABLE person ALTER COLUMN source SET NOT NULL;
CREATE INDEX person_source ON person (source) WHERE NOT deleted;

-- What LDAP said last of whether an account may be used: only another word is news, so that the next round
-- does not undo what an operator decided since.
CREATE TABLE ldap_word (
    person uuid PRIMARY KEY REFERENCES person,
    active boolean NOT NULL
);
