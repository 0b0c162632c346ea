-- How an application is kept up to date from its source, as the settings say, and how that went last. The
-- timer sync_due carries the id.
CREATE TABLE syncs (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,                 -- the application's, as the settings write it
    name_key TEXT NOT NULL UNIQUE,      -- the same without regard to case
    source TEXT NOT NULL,               -- csv, scim; '' since the settings ask for none any more
    every INTEGER NOT NULL,             -- seconds
    asked INTEGER NOT NULL DEFAULT 0,   -- 1: it is due and waits for its turn
    running INTEGER NOT NULL DEFAULT 0,
    asked_by TEXT NOT NULL DEFAULT '',  -- the actor who asked for it; '' the clock
    allow_loss INTEGER NOT NULL DEFAULT 0,  -- whoever asked takes the source as it is
    started_at INTEGER,                 -- the last run
    succeeded_at INTEGER,               -- the last one that went well
    source_mark TEXT NOT NULL DEFAULT '',   -- what was read then: the same again need not be read
    appeared INTEGER NOT NULL DEFAULT 0,    -- grants that came without us, the last time that anything changed
    vanished INTEGER NOT NULL DEFAULT 0,    -- and that went
    changed_at INTEGER,                 -- when that was
    outage_id INTEGER                   -- the one that lasts
);

-- From the first run that failed until one that went well: told once, at its begin and at its end.
CREATE TABLE sync_outages (
    id INTEGER PRIMARY KEY,
    sync_id INTEGER NOT NULL REFERENCES syncs (id),
    since INTEGER NOT NULL,
    problem TEXT NOT NULL,              -- policy/sync_problem.hpp, of the last run
    detail TEXT NOT NULL,
    failed_at INTEGER NOT NULL,         -- the last run
    attempts INTEGER NOT NULL,
    ended_at INTEGER,
    recovered INTEGER NOT NULL DEFAULT 0    -- 0 with an end: the settings ask for no sync any more
);

-- What the daemon has removed lately is newer than a source that was read before.
CREATE INDEX request_items_revoked ON request_items (changed_at) WHERE state = 'revoked';

-- Administrators turn pages of the applications in their Home.
ALTER TABLE homes ADD COLUMN syncs_page INTEGER NOT NULL DEFAULT 0;
