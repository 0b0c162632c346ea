-- The audit trail: entries chained by hash, their values beside them so that personal ones can be erased.
CREATE TABLE audit_entries (
    seq INTEGER PRIMARY KEY,            -- 1, 2, 3, … without a gap
    at INTEGER NOT NULL,                -- seconds since the epoch, product clock
    actor TEXT NOT NULL,                -- employee:ID, cli:LOGIN, system
    on_behalf_of TEXT,                  -- employee:ID
    act TEXT NOT NULL,                  -- request.submitted, review.approved, import.users, …
    subject TEXT NOT NULL,              -- request:ID, item:ID, …
    policy_version INTEGER NOT NULL,
    keyed INTEGER NOT NULL,             -- 1: the hash is an HMAC under LATCHKEY_KEY
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL
);
CREATE INDEX audit_entries_subject ON audit_entries (subject, seq);

CREATE TABLE audit_values (
    seq INTEGER NOT NULL REFERENCES audit_entries (seq),
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    personal INTEGER NOT NULL,
    salt TEXT NOT NULL,
    value TEXT,                         -- NULL once erased
    digest TEXT NOT NULL,
    PRIMARY KEY (seq, position)
);

-- Kept apart from the entries, so that cutting off the last ones shows.
CREATE TABLE audit_head (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    count INTEGER NOT NULL,
    hash TEXT NOT NULL
);
INSERT INTO audit_head (one, count, hash) VALUES (1, 0, '');
