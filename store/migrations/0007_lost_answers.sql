-- When a post whose answer we never saw was under way: Slack may still take it up to a minute later.
ALTER TABLE messages ADD COLUMN maybe_sent_at_ms INTEGER NOT NULL DEFAULT 0;

-- What was ticked in the view of the last click that was taken: a form sent before that click's page
-- arrived says the same again.
ALTER TABLE drafts ADD COLUMN ticks_seen TEXT NOT NULL DEFAULT '';
