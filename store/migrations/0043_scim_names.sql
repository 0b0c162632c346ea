-- An id means something at the endpoint alone that gave it. '' of a group: at whichever the settings name.
ALTER TABLE scim_groups ADD COLUMN scim_url TEXT NOT NULL DEFAULT '';

-- Which user of an application's SCIM endpoint an account is, once something was done for it: a user name may change.
CREATE TABLE scim_users (
    identity_id INTEGER PRIMARY KEY REFERENCES identities (id),
    user_id TEXT NOT NULL,              -- the endpoint's own id
    scim_url TEXT NOT NULL
);
