-- Of very much that waits the next is found without a look at the rest: messages by urgency, apart by whether they
-- are posted or edited; a campaign's reviewers in their order; what was asked for an account.
DROP INDEX messages_due;
CREATE INDEX messages_posts ON messages (priority, next_at_ms, id)
    WHERE ts IS NULL AND shown < wanted AND given_up = 0 AND sending IS NULL;
CREATE INDEX messages_edits ON messages (priority, next_at_ms, id)
    WHERE ts IS NOT NULL AND shown < wanted AND given_up = 0 AND sending IS NULL;
DROP INDEX messages_answers;
CREATE INDEX messages_answers ON messages (priority, next_at_ms, id)
    WHERE ts IS NOT NULL AND answers = 1 AND shown < wanted AND given_up = 0 AND sending IS NULL;
CREATE INDEX campaign_tasks_order ON campaign_tasks (campaign_id, id);
CREATE INDEX request_items_account ON request_items (identity_id, connection_id);
