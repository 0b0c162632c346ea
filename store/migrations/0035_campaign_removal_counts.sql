-- How far the removals of a campaign are, counted with each change: of each request, and of all.
DROP INDEX campaign_removals_under_way;
ALTER TABLE campaign_removals ADD COLUMN removed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE campaign_removals ADD COLUMN failed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE campaigns ADD COLUMN removals_under_way INTEGER NOT NULL DEFAULT 0;
ALTER TABLE campaigns ADD COLUMN removals_done INTEGER NOT NULL DEFAULT 0;
ALTER TABLE campaigns ADD COLUMN removals_failed INTEGER NOT NULL DEFAULT 0;

UPDATE campaign_removals SET
    under_way = (SELECT COUNT(*) FROM request_items i WHERE i.request_id = campaign_removals.request_id
        AND i.state IN ('pending', 'approved', 'revoking')),
    removed = (SELECT COUNT(*) FROM request_items i WHERE i.request_id = campaign_removals.request_id
        AND i.state = 'revoked');
UPDATE campaign_removals SET
    failed = (SELECT COUNT(*) FROM request_items i WHERE i.request_id = campaign_removals.request_id) - under_way - removed;
UPDATE campaigns SET
    removals_under_way = COALESCE((SELECT SUM(under_way) FROM campaign_removals m WHERE m.campaign_id = campaigns.id), 0),
    removals_done = COALESCE((SELECT SUM(removed) FROM campaign_removals m WHERE m.campaign_id = campaigns.id), 0),
    removals_failed = COALESCE((SELECT SUM(failed) FROM campaign_removals m WHERE m.campaign_id = campaigns.id), 0);
