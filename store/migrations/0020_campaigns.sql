-- Access review campaigns: over grants that exist, a million of them if need be. Narrow rows; what people are
-- shown of progress is counted with each change and never by counting.
CREATE TABLE campaigns (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    owner_id INTEGER NOT NULL REFERENCES employees (id),
    state TEXT NOT NULL,                -- draft, in_progress, overdue, completed, aborted
    starts_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    privileged_only INTEGER NOT NULL,
    late TEXT NOT NULL,                 -- of late reviewers the managers: notify, reassign
    late_before INTEGER NOT NULL,       -- seconds before the end
    created_by TEXT NOT NULL,           -- employee:ID, cli:LOGIN
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    published_by TEXT NOT NULL DEFAULT '',
    published_at INTEGER,               -- when all its reviews were there
    ended_by TEXT NOT NULL DEFAULT '',
    ended_at INTEGER,
    end_reason TEXT NOT NULL DEFAULT '',
    -- What is done in slices now, and how far it is: publish walks through the grants after this key.
    job TEXT NOT NULL DEFAULT '',       -- publish
    at_a INTEGER NOT NULL DEFAULT 0,
    at_b INTEGER NOT NULL DEFAULT 0,
    at_c INTEGER NOT NULL DEFAULT 0,
    digest TEXT NOT NULL DEFAULT '',    -- over what was published so far
    -- Counted.
    items INTEGER NOT NULL DEFAULT 0,
    kept INTEGER NOT NULL DEFAULT 0,
    removed INTEGER NOT NULL DEFAULT 0,
    unasked INTEGER NOT NULL DEFAULT 0, -- items that nobody may review
    reviewers INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX campaigns_state ON campaigns (state, ends_at);
CREATE INDEX campaigns_job ON campaigns (id) WHERE job <> '';

-- What it covers: any of the names of a kind, of all kinds that are named; all grants if none is.
CREATE TABLE campaign_scopes (
    campaign_id INTEGER NOT NULL REFERENCES campaigns (id),
    kind TEXT NOT NULL,                 -- integration, resource, department, title
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (campaign_id, kind, position)
) WITHOUT ROWID;

-- Who reviews instead of those whom the policy names: one level each, in order.
CREATE TABLE campaign_levels (
    campaign_id INTEGER NOT NULL REFERENCES campaigns (id),
    level INTEGER NOT NULL,
    kind TEXT NOT NULL,                 -- manager, integration_owner, resource_owner, named_person
    email TEXT NOT NULL DEFAULT '',     -- of a named person
    PRIMARY KEY (campaign_id, level)
) WITHOUT ROWID;

-- What one person owes in one campaign: the unit that is shown, told, reminded and escalated.
CREATE TABLE campaign_tasks (
    id INTEGER PRIMARY KEY,
    campaign_id INTEGER NOT NULL REFERENCES campaigns (id),
    reviewer_id INTEGER NOT NULL REFERENCES employees (id),
    assigned_at INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1, -- moves with each change of its reviews
    total INTEGER NOT NULL DEFAULT 0,
    kept INTEGER NOT NULL DEFAULT 0,
    removed INTEGER NOT NULL DEFAULT 0,
    UNIQUE (campaign_id, reviewer_id)
);
CREATE INDEX campaign_tasks_open ON campaign_tasks (reviewer_id, campaign_id) WHERE total > kept + removed;

-- One grant in one campaign.
CREATE TABLE campaign_items (
    id INTEGER PRIMARY KEY,
    campaign_id INTEGER NOT NULL REFERENCES campaigns (id),
    holder_id INTEGER NOT NULL,         -- as in grants
    connection_id INTEGER NOT NULL REFERENCES connections (id),
    identity_id INTEGER NOT NULL REFERENCES identities (id),
    verdict INTEGER NOT NULL DEFAULT 0, -- 0 open, 1 keep, 2 remove: what its reviewers have come to
    UNIQUE (campaign_id, holder_id, connection_id, identity_id)
);

-- An item that waits for somebody at one level, or what they said of it.
CREATE TABLE campaign_reviews (
    task_id INTEGER NOT NULL REFERENCES campaign_tasks (id),
    item_id INTEGER NOT NULL REFERENCES campaign_items (id),
    level INTEGER NOT NULL,
    capacity TEXT NOT NULL,             -- policy/route.hpp: as what the person is asked
    fallback INTEGER NOT NULL,
    for_id INTEGER REFERENCES employees (id),  -- whose delegate the person is here
    verdict INTEGER NOT NULL DEFAULT 0, -- 0 open, 1 keep, 2 remove, 3 moved: not this person's any more
    decided_at INTEGER,
    entry INTEGER,                      -- of the audit trail: the act that decided it
    reason TEXT,                        -- of a removal
    PRIMARY KEY (task_id, item_id)
) WITHOUT ROWID;
CREATE INDEX campaign_reviews_item ON campaign_reviews (item_id, level);

-- Who was passed over on the way to a reviewer, and for how many items.
CREATE TABLE campaign_skips (
    task_id INTEGER NOT NULL REFERENCES campaign_tasks (id),
    capacity TEXT NOT NULL,
    employee_id INTEGER NOT NULL,       -- 0: there is nobody
    reason INTEGER NOT NULL,            -- policy::SkipReason
    items INTEGER NOT NULL,
    PRIMARY KEY (task_id, capacity, employee_id, reason)
) WITHOUT ROWID;

-- Progress by application and by resource.
CREATE TABLE campaign_counts (
    campaign_id INTEGER NOT NULL REFERENCES campaigns (id),
    resource_id INTEGER NOT NULL REFERENCES resources (id),  -- the one named '' is the application's own
    items INTEGER NOT NULL DEFAULT 0,
    kept INTEGER NOT NULL DEFAULT 0,
    removed INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (campaign_id, resource_id)
) WITHOUT ROWID;
