-- An edit that answers somebody's click goes before the edits that only keep others informed.
ALTER TABLE messages ADD COLUMN answers INTEGER NOT NULL DEFAULT 0;  -- 1: its recipient acted and waits to see it
CREATE INDEX messages_answers ON messages (next_at_ms, id)
    WHERE answers = 1 AND shown < wanted AND given_up = 0 AND sending IS NULL;
