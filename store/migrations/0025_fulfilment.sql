-- What an application is asked to do by itself (SCIM, webhook): one change of one item each. A row is written in the
-- transaction of the decision; its history stays. Milliseconds since the epoch, product clock.
CREATE TABLE fulfilment_jobs (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,           -- tells the application a repetition, and names the callback
    item_id INTEGER NOT NULL REFERENCES request_items (id),
    integration_id INTEGER NOT NULL REFERENCES integrations (id),
    identity_id INTEGER NOT NULL REFERENCES identities (id),
    connection_id INTEGER NOT NULL REFERENCES connections (id),
    action TEXT NOT NULL,               -- grant, revoke, undo: a grant that came too late is taken back
    state TEXT NOT NULL,                -- waiting, running, pending, done, failed, dropped
    attempts INTEGER NOT NULL DEFAULT 0,
    maybe_done INTEGER NOT NULL DEFAULT 0,  -- a change was sent, and its answer never came
    created_ms INTEGER NOT NULL,
    next_ms INTEGER NOT NULL,           -- not before
    give_up_ms INTEGER NOT NULL,        -- what does not work by then has failed
    accepted_ms INTEGER,                -- the application has said "pending"
    poll_url TEXT NOT NULL DEFAULT '',  -- where it may be asked meanwhile
    problem TEXT NOT NULL DEFAULT '',   -- the last one, as a sentence for people
    ended_at INTEGER,
    notice_id INTEGER                   -- what people were told of its end
);
CREATE INDEX fulfilment_jobs_open ON fulfilment_jobs (next_ms, id) WHERE state IN ('waiting', 'pending', 'running');
CREATE INDEX fulfilment_jobs_identity ON fulfilment_jobs (identity_id, id)
    WHERE state IN ('waiting', 'pending', 'running');
CREATE INDEX fulfilment_jobs_connection ON fulfilment_jobs (connection_id, id)
    WHERE state IN ('waiting', 'pending', 'running');
CREATE INDEX fulfilment_jobs_item ON fulfilment_jobs (item_id, id);
CREATE INDEX fulfilment_jobs_notice ON fulfilment_jobs (notice_id) WHERE notice_id IS NOT NULL;

-- An application that cannot be reached, or asked to wait: nothing is asked of it before.
CREATE TABLE fulfilment_pauses (
    integration_id INTEGER PRIMARY KEY REFERENCES integrations (id),
    until_ms INTEGER NOT NULL
);

-- What people are told in one message: ends of one kind, of one request in one application.
CREATE TABLE fulfilment_notices (
    id INTEGER PRIMARY KEY,
    request_id INTEGER NOT NULL REFERENCES access_requests (id),
    integration_id INTEGER NOT NULL REFERENCES integrations (id),
    outcome TEXT NOT NULL,              -- granted, revoked, failed, undo_failed
    problem TEXT NOT NULL,              -- of a failure
    at INTEGER NOT NULL
);
CREATE INDEX fulfilment_notices_request ON fulfilment_notices (request_id);
