-- Who works here. A person is never deleted: what is on record under a login stays one person's.
CREATE TABLE person (
    id            uuid PRIMARY KEY,
    login         text NOT NULL UNIQUE,
    account_login text,
    user_name     text NOT NULL,
    external_id   text,
    name          text NOT NULL,
    department    text,
    manager       text,
    attributes    jsonb NOT NULL,
    -- As it was told, to the letter: what is told again is no change.
    profile       json NOT NULL,
    state         text NOT NULL CHECK (state IN ('invited', 'active', 'suspended', 'left')),
    wanted        boolean NOT NULL,
    begun         boolean NOT NULL,
    starts        timestamptz,
    ends          timestamptz,
    left_at       timestamptz,
    deleted       boolean NOT NULL,
    version       bigint NOT NULL,
    created       timestamptz NOT NULL,
    changed       timestamptz NOT NULL,
    CHECK (ends IS NULL OR starts IS NULL OR starts < ends),
    CHECK ((state = 'left') = (left_at IS NOT NULL))
);
CREATE UNIQUE INDEX person_user_name ON person (lower(user_name));
CREATE INDEX person_external_id ON person (external_id);
CREATE INDEX person_ends ON person (ends) WHERE state <> 'left';
CREATE INDEX person_starts ON person (starts) WHERE state <> 'active' AND wanted;
CREATE INDEX person_left_at ON person (left_at) WHERE state = 'left';

-- Every login that was ever given. One whose account was removed has a time: it opens nothing again.
CREATE TABLE given_login (
    login   text PRIMARY KEY,
    person  uuid NOT NULL REFERENCES person,
    since   timestamptz NOT NULL,
    removed timestamptz
);

CREATE TABLE person_group (
    id          uuid PRIMARY KEY,
    name        text NOT NULL,
    external_id text,
    version     bigint NOT NULL,
    created     timestamptz NOT NULL,
    changed     timestamptz NOT NULL
);
CREATE UNIQUE INDEX person_group_name ON person_group (lower(name));

CREATE TABLE membership (
    group_id uuid NOT NULL REFERENCES person_group ON DELETE CASCADE,
    person   uuid NOT NULL REFERENCES person,
    place    bigint GENERATED ALWAYS AS IDENTITY,
    PRIMARY KEY (group_id, person)
);
CREATE INDEX membership_person ON membership (person);

-- Every step of every employment: who, when, why.
CREATE TABLE step (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    person uuid NOT NULL REFERENCES person,
    login  text NOT NULL,
    kind   text NOT NULL,
    before text,
    after  text NOT NULL,
    actor  text NOT NULL,
    reason text NOT NULL,
    at     timestamptz NOT NULL
);
CREATE INDEX step_person ON step (person);

-- Whose sessions and logins are yet to end: written with the step, taken out when it is done.
CREATE TABLE pending_cut (
    login text PRIMARY KEY
);

-- What programs prove themselves with; the token itself is nowhere.
CREATE TABLE bearer_token (
    id      uuid PRIMARY KEY,
    name    text NOT NULL,
    scope   text NOT NULL,
    digest  bytea NOT NULL UNIQUE,
    issued  timestamptz NOT NULL,
    expires timestamptz NOT NULL,
    revoked timestamptz
);
