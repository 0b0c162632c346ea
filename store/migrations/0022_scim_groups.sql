-- Which group of an application's SCIM endpoint a connection is, once it was found.
CREATE TABLE scim_groups (
    connection_id INTEGER PRIMARY KEY REFERENCES connections (id),
    group_id TEXT NOT NULL              -- the endpoint's own id
);
CREATE INDEX scim_groups_group ON scim_groups (group_id);
