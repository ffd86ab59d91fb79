-- Passkeys of local accounts (ADR 0035). Nothing here signs anybody in: keys are public, and sealed so that nobody
-- who writes here puts another in their place; words, sessions and challenges are kept as hashes.

-- What authenticators are told an account is called: it says nothing of whose it is.
CREATE TABLE sign_in_passkey_owner (
    login  text PRIMARY KEY REFERENCES sign_in_account ON DELETE CASCADE,
    handle bytea NOT NULL UNIQUE
);

CREATE TABLE sign_in_passkey (
    id          text PRIMARY KEY,
    login       text NOT NULL REFERENCES sign_in_passkey_owner ON DELETE CASCADE,
    -- By the authenticator's own word; of all accounts, one has it.
    credential  bytea NOT NULL UNIQUE,
    name        text NOT NULL,
    key         text NOT NULL,
    sealed      bytea NOT NULL,
    -- How often it said it had signed; one that goes back was copied.
    sign_count  bigint NOT NULL,
    enrolled_at timestamptz NOT NULL,
    used_at     timestamptz
);
CREATE INDEX sign_in_passkey_login ON sign_in_passkey (login);

CREATE TABLE sign_in_passkey_session (
    digest bytea PRIMARY KEY,
    login  text NOT NULL REFERENCES sign_in_account ON DELETE CASCADE,
    until  timestamptz NOT NULL
);

CREATE TABLE sign_in_passkey_word (
    login  text PRIMARY KEY REFERENCES sign_in_account ON DELETE CASCADE,
    digest bytea NOT NULL,
    until  timestamptz NOT NULL
);

-- Which challenges were used: each is answered once.
CREATE TABLE sign_in_challenge (
    digest bytea PRIMARY KEY,
    until  timestamptz NOT NULL
);
