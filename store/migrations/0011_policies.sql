-- Policies as they were imported, each version for ever: what judged an item can be read again.
CREATE TABLE policies (
    version INTEGER PRIMARY KEY,        -- 1, 2, …
    text TEXT NOT NULL,
    digest TEXT NOT NULL,               -- SHA-256 of the text
    imported_by TEXT NOT NULL,          -- cli:LOGIN
    imported_at INTEGER NOT NULL
);

-- What judged an item: the version (0: the built-in policy; NULL: nothing yet) and the clause's name. And what
-- was true of it then, so that another policy can be tried on the same facts.
ALTER TABLE request_items ADD COLUMN policy_version INTEGER;
ALTER TABLE request_items ADD COLUMN clause TEXT NOT NULL DEFAULT '';
ALTER TABLE request_items ADD COLUMN judged_privileged INTEGER NOT NULL DEFAULT 0;
-- Until now the manager and the integration's owner decided.
UPDATE request_items SET policy_version = 0, clause = 'default';

-- The two people of a request as they were when it was judged.
CREATE TABLE judged_people (
    request_id INTEGER NOT NULL REFERENCES access_requests (id),
    part TEXT NOT NULL,                 -- requester, beneficiary
    employee_id INTEGER NOT NULL REFERENCES employees (id),
    title TEXT NOT NULL,
    department TEXT NOT NULL,
    roles TEXT NOT NULL,                -- separated by commas
    PRIMARY KEY (request_id, part)
);
