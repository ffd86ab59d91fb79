-- Local accounts, their second factor, and how often somebody was wrong (ADR 0029).
-- Nothing here signs anybody in: passwords and codes are hashed, secrets of codes are sealed.

CREATE TABLE sign_in_account (
    login    text PRIMARY KEY,
    password text NOT NULL,
    set_at   timestamptz NOT NULL
);

CREATE TABLE sign_in_factor (
    login        text PRIMARY KEY REFERENCES sign_in_account ON DELETE CASCADE,
    key          text NOT NULL,
    sealed       bytea NOT NULL,
    -- The step whose code was used last: it and those before it are used up.
    last_step    bigint NOT NULL,
    confirmed_at timestamptz NOT NULL
);

CREATE TABLE sign_in_enrolment (
    login  text PRIMARY KEY REFERENCES sign_in_account ON DELETE CASCADE,
    key    text NOT NULL,
    sealed bytea NOT NULL,
    until  timestamptz NOT NULL
);

CREATE TABLE sign_in_recovery (
    login  text NOT NULL REFERENCES sign_in_account ON DELETE CASCADE,
    digest bytea NOT NULL,
    PRIMARY KEY (login, digest)
);

CREATE TABLE sign_in_invitation (
    login  text PRIMARY KEY REFERENCES sign_in_account ON DELETE CASCADE,
    digest bytea NOT NULL,
    until  timestamptz NOT NULL
);

CREATE TABLE sign_in_place (
    login   text NOT NULL REFERENCES sign_in_account ON DELETE CASCADE,
    network text NOT NULL,
    last_at timestamptz NOT NULL,
    PRIMARY KEY (login, network)
);

-- Also of logins that nobody has, so that they cannot be told apart; blurred, for people type passwords there.
CREATE TABLE sign_in_pace (
    scope    text NOT NULL,
    subject  bytea NOT NULL,
    failures integer NOT NULL,
    next_at  timestamptz NOT NULL,
    last_at  timestamptz NOT NULL,
    PRIMARY KEY (scope, subject)
);

CREATE INDEX sign_in_pace_last_at ON sign_in_pace (last_at);
