-- Campaigns as risk managers run them: in series, with reminders by hand, with marks where a reviewer may not have looked.
ALTER TABLE campaigns ADD COLUMN recurrence TEXT NOT NULL DEFAULT '';  -- an RRULE (RFC 5545); empty: once
ALTER TABLE campaigns ADD COLUMN recurs_from INTEGER;   -- the rule counts from here; NULL: from its own start
ALTER TABLE campaigns ADD COLUMN copy_of INTEGER REFERENCES campaigns (id);  -- the one before it in its series
CREATE UNIQUE INDEX campaigns_copy_of ON campaigns (copy_of) WHERE copy_of IS NOT NULL;

-- Remind: somebody asks those with open reviews to go on, slice by slice where they are many.
CREATE TABLE campaign_reminders (
    id INTEGER PRIMARY KEY,
    campaign_id INTEGER NOT NULL REFERENCES campaigns (id),
    about TEXT NOT NULL,                   -- all, reviewer, integration, resource
    about_id INTEGER NOT NULL,             -- an employee, an application or a resource; 0 of all
    asked_by TEXT NOT NULL,                -- employee:ID, cli:LOGIN
    asked_at INTEGER NOT NULL,
    at_task INTEGER NOT NULL DEFAULT 0,    -- up to this task everybody had their turn
    told INTEGER NOT NULL DEFAULT 0,
    spared INTEGER NOT NULL DEFAULT 0,     -- have open reviews, and were reminded a short while before
    done_at INTEGER
);
CREATE INDEX campaign_reminders_about ON campaign_reminders (campaign_id, about, about_id, id);
CREATE TABLE campaign_reminded (
    task_id INTEGER PRIMARY KEY REFERENCES campaign_tasks (id),
    reminder_id INTEGER NOT NULL REFERENCES campaign_reminders (id),
    at INTEGER NOT NULL
);

-- How many a reviewer kept at which moment, of the last seconds only; and the most of any such time, where it is a mark.
CREATE TABLE campaign_paces (
    task_id INTEGER NOT NULL REFERENCES campaign_tasks (id),
    at INTEGER NOT NULL,
    kept INTEGER NOT NULL,
    PRIMARY KEY (task_id, at)
) WITHOUT ROWID;
CREATE TABLE campaign_marks (
    task_id INTEGER PRIMARY KEY REFERENCES campaign_tasks (id),
    kept INTEGER NOT NULL,
    seconds INTEGER NOT NULL,
    at INTEGER NOT NULL
);
