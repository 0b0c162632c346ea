-- The directory: who works here, what can be granted, who holds it. An import must show all at once, so
-- what can change stands in version rows: a row is seen from generation from_gen until before to_gen
-- (0: still open), and directory.generation says which one readers see. docs/decisions/0003-generations.md
-- tells why. Instants are seconds since the epoch, UTC. Read through the current_ views.

CREATE TABLE directory (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    generation INTEGER NOT NULL,
    staging TEXT                        -- the token of the import on its way
);
INSERT INTO directory (one, generation) VALUES (1, 1);

-- Somebody with a work e-mail. Without a version nobody has told us more than the address yet
-- (a manager, an owner, a Slack user who comes before the users file).
CREATE TABLE employees (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL UNIQUE          -- lower-case
);

CREATE TABLE employee_versions (
    employee_id INTEGER NOT NULL REFERENCES employees (id),
    to_gen INTEGER NOT NULL,
    from_gen INTEGER NOT NULL,
    name TEXT NOT NULL,
    external_id TEXT NOT NULL,          -- the company's own number for the person
    department TEXT NOT NULL,
    title TEXT NOT NULL,
    organization TEXT NOT NULL,
    employment_type TEXT NOT NULL,
    metadata TEXT NOT NULL,
    manager_id INTEGER REFERENCES employees (id),
    starts_at INTEGER,
    ends_at INTEGER,                    -- the first instant after the employment
    status TEXT NOT NULL,               -- active, terminated
    PRIMARY KEY (employee_id, to_gen)
) WITHOUT ROWID;
CREATE INDEX employee_versions_from ON employee_versions (from_gen);
CREATE INDEX employee_versions_ended ON employee_versions (to_gen) WHERE to_gen <> 0;
CREATE INDEX employee_versions_manager ON employee_versions (manager_id);
CREATE INDEX employee_versions_title ON employee_versions (title, status);
CREATE INDEX employee_versions_ends ON employee_versions (ends_at) WHERE ends_at IS NOT NULL AND status = 'active';

CREATE TABLE employee_roles (
    employee_id INTEGER NOT NULL REFERENCES employees (id),
    role TEXT NOT NULL,                 -- reviewer, risk_manager, administrator
    to_gen INTEGER NOT NULL,
    from_gen INTEGER NOT NULL,
    PRIMARY KEY (employee_id, role, to_gen)
) WITHOUT ROWID;
CREATE INDEX employee_roles_role ON employee_roles (role, employee_id);
CREATE INDEX employee_roles_from ON employee_roles (from_gen);
CREATE INDEX employee_roles_ended ON employee_roles (to_gen) WHERE to_gen <> 0;

-- Folded words of names and addresses, whole (place 0) and from each later word on (place 1): where a
-- search looks for candidates. May hold words of versions that are not seen; the reader checks.
CREATE TABLE employee_search (
    place INTEGER NOT NULL,
    words TEXT NOT NULL,
    employee_id INTEGER NOT NULL REFERENCES employees (id),
    PRIMARY KEY (place, words, employee_id)
) WITHOUT ROWID;
CREATE INDEX employee_search_employee ON employee_search (employee_id);

-- A connected application. Its changes by an import wait in staged_integrations for the switch. One that
-- only an import without an end has named stays hidden behind a from_gen that never comes.
CREATE TABLE integrations (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE,      -- the name without regard to case
    external_id TEXT UNIQUE,
    description TEXT NOT NULL DEFAULT '',
    from_gen INTEGER NOT NULL
);

-- A thing inside an application; the one named '' is the application itself.
CREATE TABLE resources (
    id INTEGER PRIMARY KEY,
    integration_id INTEGER NOT NULL REFERENCES integrations (id),
    name TEXT NOT NULL,
    UNIQUE (integration_id, name)
);

-- One thing that can be granted: these columns are what it is, for ever.
CREATE TABLE connections (
    id INTEGER PRIMARY KEY,
    integration_id INTEGER NOT NULL REFERENCES integrations (id),
    resource_id INTEGER NOT NULL REFERENCES resources (id),
    project TEXT NOT NULL,
    resource_type TEXT NOT NULL,
    privilege TEXT NOT NULL,
    UNIQUE (resource_id, privilege, project, resource_type)
);
CREATE INDEX connections_integration ON connections (integration_id, id);

CREATE TABLE connection_versions (
    connection_id INTEGER NOT NULL REFERENCES connections (id),
    to_gen INTEGER NOT NULL,
    from_gen INTEGER NOT NULL,
    privileged INTEGER NOT NULL,
    requestable INTEGER NOT NULL,
    longest_duration INTEGER,           -- seconds; NULL inherits from the settings, like reason_rule
    reason_rule TEXT,
    PRIMARY KEY (connection_id, to_gen)
) WITHOUT ROWID;
CREATE INDEX connection_versions_from ON connection_versions (from_gen);
CREATE INDEX connection_versions_ended ON connection_versions (to_gen) WHERE to_gen <> 0;

-- An account in an application. Without one: a spare row of an import without an end, for the next account.
CREATE TABLE identities (
    id INTEGER PRIMARY KEY,
    integration_id INTEGER REFERENCES integrations (id)
);
CREATE INDEX identities_spare ON identities (id) WHERE integration_id IS NULL;

CREATE TABLE identity_versions (
    identity_id INTEGER NOT NULL REFERENCES identities (id),
    to_gen INTEGER NOT NULL,
    from_gen INTEGER NOT NULL,
    integration_id INTEGER NOT NULL REFERENCES integrations (id),
    external_id TEXT NOT NULL,          -- the application's own id; '' until known
    username TEXT NOT NULL,
    email TEXT NOT NULL,                -- lower-case
    name TEXT NOT NULL,
    employee_id INTEGER REFERENCES employees (id),
    relation TEXT NOT NULL,             -- IS (the employee's own account), OWNS (a service account)
    PRIMARY KEY (identity_id, to_gen)
) WITHOUT ROWID;
CREATE INDEX identity_versions_employee ON identity_versions (employee_id, integration_id);
CREATE INDEX identity_versions_external ON identity_versions (integration_id, external_id);
CREATE INDEX identity_versions_username ON identity_versions (integration_id, username);
CREATE INDEX identity_versions_email ON identity_versions (integration_id, email);
CREATE INDEX identity_versions_from ON identity_versions (from_gen);
CREATE INDEX identity_versions_ended ON identity_versions (to_gen) WHERE to_gen <> 0;

-- Who answers for a resource (or, by the resource named '', for the application): the primary at position 0.
CREATE TABLE owners (
    resource_id INTEGER NOT NULL REFERENCES resources (id),
    position INTEGER NOT NULL,
    to_gen INTEGER NOT NULL,
    from_gen INTEGER NOT NULL,
    employee_id INTEGER NOT NULL REFERENCES employees (id),
    PRIMARY KEY (resource_id, position, to_gen)
) WITHOUT ROWID;
CREATE INDEX owners_employee ON owners (employee_id);
CREATE INDEX owners_from ON owners (from_gen);
CREATE INDEX owners_ended ON owners (to_gen) WHERE to_gen <> 0;

-- An identity holds a connection. Clustered by person: what somebody holds is one short range.
CREATE TABLE grants (
    holder_id INTEGER NOT NULL,         -- the employee of an IS identity; of all others minus the identity's id
    connection_id INTEGER NOT NULL REFERENCES connections (id),
    identity_id INTEGER NOT NULL REFERENCES identities (id),
    to_gen INTEGER NOT NULL,
    from_gen INTEGER NOT NULL,
    granted_at INTEGER NOT NULL,        -- when we first knew of it
    expires_at INTEGER,
    request_id INTEGER,                 -- the access request it came from
    last_used_at INTEGER,
    PRIMARY KEY (holder_id, connection_id, identity_id, to_gen)
) WITHOUT ROWID;
CREATE INDEX grants_connection ON grants (connection_id, holder_id);
CREATE INDEX grants_expires ON grants (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX grants_ended ON grants (to_gen) WHERE to_gen <> 0;

-- Slack's people as Slack told us, and which employee each is (product.md section 2).
CREATE TABLE slack_users (
    team_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    email TEXT NOT NULL,                -- lower-case; '' where Slack gave none
    employee_id INTEGER REFERENCES employees (id),
    refused TEXT NOT NULL,              -- why there is no match; '' with one
    name TEXT NOT NULL,
    tz TEXT NOT NULL,
    tz_offset INTEGER NOT NULL,         -- seconds east of UTC
    deleted INTEGER NOT NULL,
    bot INTEGER NOT NULL,
    guest INTEGER NOT NULL,
    stranger INTEGER NOT NULL,
    email_confirmed INTEGER,            -- NULL: Slack did not say
    updated INTEGER NOT NULL,           -- Slack's own time of the change
    PRIMARY KEY (team_id, user_id)
);
CREATE UNIQUE INDEX slack_users_employee ON slack_users (employee_id);
CREATE INDEX slack_users_email ON slack_users (email);

-- What the import on its way has read: which things, and for an application's whole truth which grants.
CREATE TABLE staged_rows (
    key TEXT PRIMARY KEY,
    digest TEXT NOT NULL,               -- of the row, to tell a repetition from a contradiction
    place TEXT NOT NULL                 -- file and line, for the message
);
CREATE TABLE staged_integrations (
    integration_id INTEGER PRIMARY KEY REFERENCES integrations (id),
    name TEXT NOT NULL,
    external_id TEXT,
    description TEXT NOT NULL
);
CREATE TABLE staged_grants (
    holder_id INTEGER NOT NULL,
    connection_id INTEGER NOT NULL,
    identity_id INTEGER NOT NULL,
    last_used_at INTEGER,
    PRIMARY KEY (holder_id, connection_id, identity_id)
) WITHOUT ROWID;

CREATE VIEW current_employees AS
SELECT e.id, e.email, v.name, v.external_id, v.department, v.title, v.organization, v.employment_type, v.manager_id,
    v.starts_at, v.ends_at, v.status
FROM employees e
JOIN employee_versions v ON v.employee_id = e.id
WHERE v.from_gen <= (SELECT generation FROM directory)
    AND (v.to_gen = 0 OR v.to_gen > (SELECT generation FROM directory));

CREATE VIEW current_roles AS
SELECT employee_id, role FROM employee_roles
WHERE from_gen <= (SELECT generation FROM directory)
    AND (to_gen = 0 OR to_gen > (SELECT generation FROM directory));

CREATE VIEW current_integrations AS
SELECT id, name, external_id, description FROM integrations
WHERE from_gen <= (SELECT generation FROM directory);

CREATE VIEW current_connections AS
SELECT c.id, c.integration_id, c.resource_id, c.project, c.resource_type, r.name AS resource, c.privilege,
    v.privileged, v.requestable, v.longest_duration, v.reason_rule
FROM connections c
JOIN resources r ON r.id = c.resource_id
JOIN connection_versions v ON v.connection_id = c.id
WHERE v.from_gen <= (SELECT generation FROM directory)
    AND (v.to_gen = 0 OR v.to_gen > (SELECT generation FROM directory));

-- Also those that are not seen any more: what an old request names.
CREATE VIEW all_connections AS
SELECT c.id, c.integration_id, c.resource_id, c.project, c.resource_type, r.name AS resource, c.privilege,
    COALESCE(v.privileged, 0) AS privileged, COALESCE(v.requestable, 0) AS requestable
FROM connections c
JOIN resources r ON r.id = c.resource_id
LEFT JOIN connection_versions v ON v.connection_id = c.id
    AND v.from_gen <= (SELECT generation FROM directory)
    AND (v.to_gen = 0 OR v.to_gen > (SELECT generation FROM directory));

CREATE VIEW current_identities AS
SELECT v.identity_id AS id, v.integration_id, v.external_id, v.username, v.email, v.name, v.employee_id, v.relation
FROM identity_versions v
WHERE v.from_gen <= (SELECT generation FROM directory)
    AND (v.to_gen = 0 OR v.to_gen > (SELECT generation FROM directory));

CREATE VIEW current_owners AS
SELECT o.resource_id, r.integration_id, r.name AS resource, o.position, o.employee_id
FROM owners o
JOIN resources r ON r.id = o.resource_id
WHERE o.from_gen <= (SELECT generation FROM directory)
    AND (o.to_gen = 0 OR o.to_gen > (SELECT generation FROM directory));

CREATE VIEW current_grants AS
SELECT holder_id, connection_id, identity_id, granted_at, expires_at, request_id, last_used_at FROM grants
WHERE from_gen <= (SELECT generation FROM directory)
    AND (to_gen = 0 OR to_gen > (SELECT generation FROM directory));
