-- Requests: what was asked, who is asked about it, what became of it. Instants are seconds since the epoch.
CREATE TABLE access_requests (
    id INTEGER PRIMARY KEY,
    draft_id INTEGER NOT NULL UNIQUE,   -- the form it came from: the same form makes one request
    requester_id INTEGER NOT NULL REFERENCES employees (id),
    beneficiary_id INTEGER NOT NULL REFERENCES employees (id),
    reference_id INTEGER REFERENCES employees (id),
    reason TEXT NOT NULL,
    details TEXT NOT NULL,
    submitted_at INTEGER NOT NULL,
    closed_at INTEGER,                  -- when the last item ended
    open_items INTEGER NOT NULL
);
CREATE INDEX access_requests_requester ON access_requests (requester_id, closed_at, submitted_at);
CREATE INDEX access_requests_beneficiary ON access_requests (beneficiary_id, submitted_at);

CREATE TABLE request_items (
    id INTEGER PRIMARY KEY,
    request_id INTEGER NOT NULL REFERENCES access_requests (id),
    connection_id INTEGER NOT NULL REFERENCES connections (id),
    identity_id INTEGER NOT NULL REFERENCES identities (id),
    action TEXT NOT NULL,               -- GRANT, REVOKE
    state TEXT NOT NULL,                -- policy/item_state.hpp
    changed_at INTEGER NOT NULL,
    changed_by INTEGER REFERENCES employees (id),
    comment TEXT NOT NULL DEFAULT ''    -- of the denial or the failure
);
CREATE INDEX request_items_request ON request_items (request_id, id);
CREATE INDEX request_items_connection ON request_items (connection_id);
-- One open item at most for an identity and a connection: what is pending cannot be asked twice.
CREATE UNIQUE INDEX request_items_open ON request_items (identity_id, connection_id)
    WHERE state IN ('pending', 'approved', 'granting', 'revoking');

-- A task: what one person owes at one level of one request, told and decided as one.
CREATE TABLE tasks (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,                 -- review, manual
    request_id INTEGER NOT NULL REFERENCES access_requests (id),
    level INTEGER NOT NULL,             -- 1, 2, … of a review; 0 of manual work
    capacity TEXT NOT NULL,             -- policy/route.hpp: as what the person is asked
    fallback INTEGER NOT NULL,
    skipped TEXT NOT NULL,              -- who was passed over and why, one "kind employee reason" a line
    integration_id INTEGER REFERENCES integrations (id),  -- of manual work, and of an owner's review
    assignee_id INTEGER NOT NULL REFERENCES employees (id),
    assigned_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1, -- moves when what the card shows changes
    open_reviews INTEGER NOT NULL,
    outcome TEXT,                       -- approved, denied, done, failed, superseded, withdrawn
    closed_by INTEGER REFERENCES employees (id),
    closed_at INTEGER
);
CREATE INDEX tasks_open ON tasks (assignee_id, due_at) WHERE closed_at IS NULL;
CREATE INDEX tasks_due ON tasks (due_at) WHERE closed_at IS NULL;
CREATE INDEX tasks_request ON tasks (request_id, id);

-- One item that waits for one task's person.
CREATE TABLE reviews (
    id INTEGER PRIMARY KEY,
    task_id INTEGER NOT NULL REFERENCES tasks (id),
    item_id INTEGER NOT NULL REFERENCES request_items (id),
    state TEXT NOT NULL,                -- pending, approved, denied, superseded, withdrawn
    decided_by INTEGER REFERENCES employees (id),
    decided_at INTEGER,
    comment TEXT NOT NULL DEFAULT '',
    UNIQUE (task_id, item_id)
);
CREATE INDEX reviews_item ON reviews (item_id, id);

-- A half-filled form, kept as the person left it.
CREATE TABLE drafts (
    id INTEGER PRIMARY KEY,
    requester_id INTEGER NOT NULL REFERENCES employees (id),
    beneficiary_id INTEGER NOT NULL REFERENCES employees (id),
    reference_id INTEGER REFERENCES employees (id),
    select_all INTEGER NOT NULL DEFAULT 0,
    page INTEGER NOT NULL DEFAULT 0,
    render INTEGER NOT NULL DEFAULT 0,  -- counts what was shown, so that block ids change with it
    view_id TEXT NOT NULL DEFAULT '',   -- the modal it is shown in
    stale INTEGER NOT NULL DEFAULT 0,   -- that modal does not show the last change yet
    last_action_ts TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT '',
    reason_text TEXT NOT NULL DEFAULT '',
    details TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    request_id INTEGER REFERENCES access_requests (id)
);
CREATE INDEX drafts_requester ON drafts (requester_id, changed_at);
CREATE INDEX drafts_stale ON drafts (view_id) WHERE stale = 1;

-- The boxes that differ from what Select all says.
CREATE TABLE draft_choices (
    draft_id INTEGER NOT NULL REFERENCES drafts (id),
    connection_id INTEGER NOT NULL REFERENCES connections (id),
    chosen INTEGER NOT NULL,            -- 1 ticked, 0 left out of Select all
    PRIMARY KEY (draft_id, connection_id)
);

-- The boxes on the page as last shown.
CREATE TABLE draft_shown (
    draft_id INTEGER NOT NULL REFERENCES drafts (id),
    connection_id INTEGER NOT NULL REFERENCES connections (id),
    PRIMARY KEY (draft_id, connection_id)
);

-- Which of several accounts of the beneficiary gets an application's grants.
CREATE TABLE draft_identities (
    draft_id INTEGER NOT NULL REFERENCES drafts (id),
    integration_id INTEGER NOT NULL REFERENCES integrations (id),
    identity_id INTEGER NOT NULL REFERENCES identities (id),
    PRIMARY KEY (draft_id, integration_id)
);
