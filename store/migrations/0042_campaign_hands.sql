-- What a campaign takes away by hand is one piece of work for an application, whoever holds it: its request is not one
-- holder's. NULL: it is the holder's of its row.
ALTER TABLE campaign_removals ADD COLUMN integration_id INTEGER REFERENCES integrations (id);
CREATE INDEX campaign_removals_by_hand ON campaign_removals (campaign_id, integration_id, request_id)
    WHERE integration_id IS NOT NULL;
