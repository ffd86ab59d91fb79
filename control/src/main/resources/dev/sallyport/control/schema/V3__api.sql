-- What programs of people prove themselves with at the API; the key itself is nowhere.
CREATE TABLE api_key (
    id        uuid PRIMARY KEY,
    name      text NOT NULL,
    owner     text NOT NULL,
    -- A program's, or what somebody got who signed in to the control plane alone.
    kind      text NOT NULL CHECK (kind IN ('program', 'person')),
    scopes    text[] NOT NULL,
    digest    bytea NOT NULL UNIQUE,
    issued    timestamptz NOT NULL,
    expires   timestamptz NOT NULL,
    last_used timestamptz,
    revoked   timestamptz
);
CREATE INDEX api_key_owner ON api_key (owner);

-- A key dies with its owner's leaving, and does not rise with their return.
CREATE INDEX step_left ON step (login, at) WHERE kind = 'left';

-- What was answered to a request that may be sent again; sealed, and the key of it is the client's.
CREATE TABLE kept_answer (
    caller  text NOT NULL,
    key     bytea NOT NULL,
    request bytea NOT NULL,
    started timestamptz NOT NULL,
    sealed  bytea,
    PRIMARY KEY (caller, key)
);
CREATE INDEX kept_answer_started ON kept_answer (started);
