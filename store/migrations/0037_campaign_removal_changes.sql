-- How often what a campaign would remove has changed: whoever completes it confirms what they were shown.
ALTER TABLE campaigns ADD COLUMN removal_changes INTEGER NOT NULL DEFAULT 0;
