-- Agents and services, each somebody's (ADR 0039). None is ever deleted: what is on record under a login stays one program's.
CREATE TABLE program (
    id       uuid PRIMARY KEY,
    kind     text NOT NULL CHECK (kind IN ('agent', 'service')),
    login    text NOT NULL UNIQUE,
    name     text NOT NULL,
    -- A login of whoever answers for it, of the directory or of the file of people; it is never anybody else's.
    owner    text NOT NULL,
    -- How its platform names it in tokens: both, or neither.
    issuer   text,
    subject  text,
    state    text NOT NULL CHECK (state IN ('invited', 'active', 'suspended', 'left')),
    wanted   boolean NOT NULL,
    begun    boolean NOT NULL,
    starts   timestamptz,
    ends     timestamptz,
    left_at  timestamptz,
    version  bigint NOT NULL,
    created  timestamptz NOT NULL,
    changed  timestamptz NOT NULL,
    CHECK (ends IS NULL OR starts IS NULL OR starts < ends),
    CHECK ((state = 'left') = (left_at IS NOT NULL)),
    CHECK ((issuer IS NULL) = (subject IS NULL))
);
CREATE INDEX program_ends ON program (ends) WHERE state <> 'left';
CREATE INDEX program_starts ON program (starts) WHERE state <> 'active' AND wanted;

-- Logins of people and programs are of one kind: who was given one keeps it.
ALTER TABLE given_login ALTER COLUMN person DROP NOT NULL;
ALTER TABLE given_login ADD COLUMN program uuid REFERENCES program;
ALTER TABLE given_login ADD CHECK (num_nonnulls(person, program) = 1);

-- Every step of every program: who, when, why.
ALTER TABLE step ALTER COLUMN person DROP NOT NULL;
ALTER TABLE step ADD COLUMN program uuid REFERENCES program;
ALTER TABLE step ADD CHECK (num_nonnulls(person, program) = 1);
CREATE INDEX step_program ON step (program);
