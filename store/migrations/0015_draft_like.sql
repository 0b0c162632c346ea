-- Like whom the form's access is asked for, and for Custom what it does and which application is browsed.
ALTER TABLE drafts ADD COLUMN access_like TEXT NOT NULL DEFAULT 'person';  -- person, title, custom
ALTER TABLE drafts ADD COLUMN action TEXT NOT NULL DEFAULT 'GRANT';        -- GRANT, REVOKE (custom only)
ALTER TABLE drafts ADD COLUMN title TEXT NOT NULL DEFAULT '';              -- like its holders
ALTER TABLE drafts ADD COLUMN application_id INTEGER REFERENCES integrations (id);
