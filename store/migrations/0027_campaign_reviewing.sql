-- The reviewer's side of campaigns: what their modal shows, what they asked, what they handed on; and how far
-- what goes to all reviewers of a campaign has come.

-- What a reviewer's modal shows: kept here, for what Slack sends back is only a key.
CREATE TABLE campaign_views (
    task_id INTEGER PRIMARY KEY REFERENCES campaign_tasks (id),
    by_application INTEGER NOT NULL DEFAULT 0,
    shown TEXT NOT NULL DEFAULT 'all',     -- all, open, kept, removed, privileged
    person_id INTEGER NOT NULL DEFAULT 0,  -- only what is this person's; 0: everybody's
    integration_id INTEGER NOT NULL DEFAULT 0,
    page INTEGER NOT NULL DEFAULT 0
);

-- A reviewer asks the holder for more information.
CREATE TABLE campaign_questions (
    id INTEGER PRIMARY KEY,
    item_id INTEGER NOT NULL REFERENCES campaign_items (id),
    task_id INTEGER NOT NULL REFERENCES campaign_tasks (id),
    asked_of INTEGER NOT NULL REFERENCES employees (id),
    asked_at INTEGER NOT NULL,
    question TEXT NOT NULL,
    answered_at INTEGER,
    answer TEXT NOT NULL DEFAULT ''
);
CREATE INDEX campaign_questions_item ON campaign_questions (item_id, id);
CREATE INDEX campaign_questions_task ON campaign_questions (task_id, id);

-- Reviews that went on to somebody else.
CREATE TABLE campaign_moves (
    id INTEGER PRIMARY KEY,
    from_task INTEGER NOT NULL REFERENCES campaign_tasks (id),
    to_task INTEGER NOT NULL REFERENCES campaign_tasks (id),
    at INTEGER NOT NULL,
    why TEXT NOT NULL,                     -- reassigned, escalated, gone
    items INTEGER NOT NULL,
    note TEXT NOT NULL DEFAULT ''
);
CREATE INDEX campaign_moves_from ON campaign_moves (from_task, id);
CREATE INDEX campaign_moves_to ON campaign_moves (to_task, id);

-- What goes to all tasks of a campaign, slice by slice: after which task it goes on.
CREATE TABLE campaign_rounds (
    campaign_id INTEGER NOT NULL REFERENCES campaigns (id),
    kind TEXT NOT NULL,                    -- of the timer that drives it
    at_task INTEGER NOT NULL,
    PRIMARY KEY (campaign_id, kind)
) WITHOUT ROWID;
