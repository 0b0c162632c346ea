-- What Slack told us (deduplicated) and what we owe Slack.

-- One row for each delivery that took effect, with the answer it was given.
CREATE TABLE inbox (
    key TEXT PRIMARY KEY,
    received_at INTEGER NOT NULL,
    answer TEXT NOT NULL
);
CREATE INDEX inbox_received ON inbox (received_at);

-- A message of ours: wanted as often as it changes, shown as of the last version that Slack took.
-- Its text is rendered from the rows of its subject when it is sent.
CREATE TABLE messages (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,           -- rides in the message's metadata, so that a lost answer can be looked for
    kind TEXT NOT NULL,                 -- review_card, tracker, outcome …
    subject_id INTEGER NOT NULL,        -- a task or a request, as the kind says
    recipient_id INTEGER NOT NULL REFERENCES employees (id),
    priority INTEGER NOT NULL,          -- 0 urgent, 1 normal, 2 bulk
    wanted INTEGER NOT NULL DEFAULT 1,
    shown INTEGER NOT NULL DEFAULT 0,
    sending INTEGER,                    -- the version on its way; kept over a crash, so that we look before we post again
    maybe_posted INTEGER NOT NULL DEFAULT 0,  -- a post whose answer we never saw
    channel TEXT,
    ts TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    next_at_ms INTEGER NOT NULL,        -- not before (milliseconds since the epoch, product clock)
    given_up INTEGER NOT NULL DEFAULT 0,
    last_error TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL,
    posted_at INTEGER,
    UNIQUE (kind, subject_id, recipient_id)
);
CREATE INDEX messages_due ON messages (priority, next_at_ms, id)
    WHERE shown < wanted AND given_up = 0 AND sending IS NULL;
CREATE INDEX messages_next ON messages (next_at_ms) WHERE shown < wanted AND given_up = 0 AND sending IS NULL;
CREATE INDEX messages_subject ON messages (subject_id, kind);
CREATE INDEX messages_sending ON messages (id) WHERE sending IS NOT NULL;
CREATE INDEX messages_given_up ON messages (id) WHERE given_up = 1;

-- The Home tab of each Slack user who has ever opened it.
CREATE TABLE homes (
    team_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    requests_tab TEXT NOT NULL DEFAULT 'open',  -- open, completed
    tasks_page INTEGER NOT NULL DEFAULT 0,
    requests_page INTEGER NOT NULL DEFAULT 0,
    wanted INTEGER NOT NULL DEFAULT 1,
    shown INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,
    next_at_ms INTEGER NOT NULL,
    PRIMARY KEY (team_id, user_id)
);
CREATE INDEX homes_due ON homes (next_at_ms) WHERE shown < wanted;

-- The workspace this daemon serves, as auth.test told.
CREATE TABLE workspaces (
    team_id TEXT PRIMARY KEY,
    bot_user_id TEXT NOT NULL,
    bot_id TEXT NOT NULL,
    installed_at INTEGER NOT NULL,
    uninstalled_at INTEGER,
    users_synced_at INTEGER
);
