-- Signing in at an identity provider (ADR 0030). Secrets of browsers are nowhere: only their hashes.

-- Which sign-ins were used: each comes back from the provider once.
CREATE TABLE oidc_flow (
    digest bytea PRIMARY KEY,
    until  timestamptz NOT NULL
);

CREATE TABLE oidc_session (
    digest        bytea PRIMARY KEY,
    person        uuid NOT NULL REFERENCES person,
    issuer        text NOT NULL,
    subject       text NOT NULL,
    -- The provider's own session, where it names one.
    sid           text,
    methods       text[] NOT NULL,
    acr           text,
    authenticated timestamptz,
    until         timestamptz NOT NULL
);
CREATE INDEX oidc_session_subject ON oidc_session (issuer, subject);

CREATE TABLE oidc_word (
    session bytea PRIMARY KEY REFERENCES oidc_session ON DELETE CASCADE,
    digest  bytea NOT NULL UNIQUE,
    until   timestamptz NOT NULL
);

-- Tokens outlive the browser session that they were made in, and end with the provider's.
CREATE TABLE oidc_token (
    id      text NOT NULL,
    login   text NOT NULL,
    issuer  text NOT NULL,
    subject text NOT NULL,
    sid     text,
    until   timestamptz NOT NULL,
    PRIMARY KEY (id, login)
);
CREATE INDEX oidc_token_subject ON oidc_token (issuer, subject);

CREATE TABLE oidc_logout (
    issuer text NOT NULL,
    jti    text NOT NULL,
    sid    text,
    until  timestamptz NOT NULL,
    PRIMARY KEY (issuer, jti)
);
CREATE INDEX oidc_logout_sid ON oidc_logout (issuer, sid);
