-- Gateways elsewhere that have followed at least once, and when each last asked (to the minute). Whether one may is its token's business.
CREATE TABLE gateway (
    name text PRIMARY KEY,
    seen timestamptz NOT NULL
);
