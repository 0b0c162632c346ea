-- When a post whose answer we never saw was under way: Slack may still take it up to a minute later.
ALTER TABLE messages ADD COLUMN maybe_sent_at_ms INTEGER NOT NULL DEFAULT 0;
