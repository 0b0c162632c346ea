-- Purposes as the company's files tell them: versions, switched like everything that an import changes.
CREATE TABLE purposes (
    id INTEGER PRIMARY KEY,
    name_key TEXT NOT NULL UNIQUE       -- the name without regard to case
);

CREATE TABLE purpose_versions (
    purpose_id INTEGER NOT NULL REFERENCES purposes (id),
    to_gen INTEGER NOT NULL,
    from_gen INTEGER NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    pre_expiry_notice INTEGER,          -- seconds; NULL inherits from the settings, like longest_duration
    longest_duration INTEGER,
    department TEXT NOT NULL,
    title TEXT NOT NULL,
    team TEXT NOT NULL,
    owner_id INTEGER REFERENCES employees (id),
    active INTEGER NOT NULL,
    PRIMARY KEY (purpose_id, to_gen)
) WITHOUT ROWID;
CREATE INDEX purpose_versions_from ON purpose_versions (from_gen);
CREATE INDEX purpose_versions_ended ON purpose_versions (to_gen) WHERE to_gen <> 0;

-- What a purpose contains, by name: the file may come before those that tell of the applications.
CREATE TABLE purpose_entities (
    purpose_id INTEGER NOT NULL REFERENCES purposes (id),
    position INTEGER NOT NULL,
    to_gen INTEGER NOT NULL,
    from_gen INTEGER NOT NULL,
    application TEXT NOT NULL,          -- its id or its name
    application_key TEXT NOT NULL,      -- without regard to case
    resource TEXT NOT NULL,
    privilege TEXT NOT NULL,
    PRIMARY KEY (purpose_id, position, to_gen)
) WITHOUT ROWID;
CREATE INDEX purpose_entities_privilege ON purpose_entities (resource, privilege);
CREATE INDEX purpose_entities_from ON purpose_entities (from_gen);
CREATE INDEX purpose_entities_ended ON purpose_entities (to_gen) WHERE to_gen <> 0;

CREATE VIEW current_purposes AS
SELECT purpose_id AS id, name, description, pre_expiry_notice, longest_duration, department, title, team, owner_id, active
FROM purpose_versions
WHERE from_gen <= (SELECT generation FROM directory)
    AND (to_gen = 0 OR to_gen > (SELECT generation FROM directory));

CREATE VIEW current_purpose_entities AS
SELECT purpose_id, position, application, application_key, resource, privilege FROM purpose_entities
WHERE from_gen <= (SELECT generation FROM directory)
    AND (to_gen = 0 OR to_gen > (SELECT generation FROM directory));
