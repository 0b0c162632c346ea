-- Page 2 of the request form: for how long, and whether it is the page that is shown.
ALTER TABLE drafts ADD COLUMN temporary INTEGER NOT NULL DEFAULT 0;
ALTER TABLE drafts ADD COLUMN ends_at INTEGER;
ALTER TABLE drafts ADD COLUMN at_details INTEGER NOT NULL DEFAULT 0;

-- An account that is to be made once access is granted. Its identity has no version, so that nobody sees it: it
-- stands for the account in items, whose open ones are told apart by it.
CREATE TABLE planned_accounts (
    identity_id INTEGER PRIMARY KEY REFERENCES identities (id),
    integration_id INTEGER NOT NULL REFERENCES integrations (id),
    employee_id INTEGER NOT NULL REFERENCES employees (id),
    planned_at INTEGER NOT NULL,
    UNIQUE (integration_id, employee_id)
);
