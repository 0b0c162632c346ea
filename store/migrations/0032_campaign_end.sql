-- What a completed campaign takes away: requests for removal, each of what one holder has, on the way of all
-- removals.
CREATE TABLE campaign_removals (
    request_id INTEGER PRIMARY KEY REFERENCES access_requests (id),
    campaign_id INTEGER NOT NULL REFERENCES campaigns (id),
    holder_id INTEGER NOT NULL,         -- whose access it is; 0: it is not known whose the account is
    under_way INTEGER NOT NULL          -- something of it is neither removed nor failed
);
CREATE INDEX campaign_removals_holder ON campaign_removals (campaign_id, holder_id, request_id);
CREATE INDEX campaign_removals_under_way ON campaign_removals (campaign_id) WHERE under_way = 1;
CREATE INDEX campaign_items_removals ON campaign_items (campaign_id, holder_id, id) WHERE verdict = 2;

-- Denied, but not there any more when it was completed, or being removed already.
ALTER TABLE campaigns ADD COLUMN gone INTEGER NOT NULL DEFAULT 0;

-- How far a task is that goes on to others in slices: after this item.
ALTER TABLE campaign_tasks ADD COLUMN at_item INTEGER NOT NULL DEFAULT 0;

-- Campaigns that run already get the clocks of the others. A reminder that is due at the start reminds nobody, and
-- plans the next one.
INSERT INTO timers (kind, subject_id, person_id, due_at)
    SELECT 'campaign_reminder', id, 0, starts_at FROM campaigns WHERE state = 'in_progress';
INSERT INTO timers (kind, subject_id, person_id, due_at)
    SELECT 'campaign_escalation', id, 0, ends_at - late_before FROM campaigns
    WHERE state = 'in_progress' AND ends_at - late_before > starts_at;
INSERT INTO timers (kind, subject_id, person_id, due_at)
    SELECT 'campaign_overdue', id, 0, ends_at FROM campaigns WHERE state = 'in_progress';
