-- Temporary access by purpose: which one a form chose, what a request asks for as a whole, and until when it may be
-- started once it was.
ALTER TABLE drafts ADD COLUMN purpose_id INTEGER REFERENCES purposes (id);
ALTER TABLE drafts ADD COLUMN planned TEXT NOT NULL DEFAULT '';   -- what page 2 showed as asked for, as a digest

ALTER TABLE access_requests ADD COLUMN purpose_id INTEGER REFERENCES purposes (id);
ALTER TABLE access_requests ADD COLUMN purpose TEXT NOT NULL DEFAULT '';   -- its name when it was asked for
ALTER TABLE access_requests ADD COLUMN purpose_lasts INTEGER;     -- seconds, from the first start
ALTER TABLE access_requests ADD COLUMN purpose_until INTEGER;     -- its end; NULL until the first start
CREATE INDEX access_requests_purpose ON access_requests (beneficiary_id, submitted_at) WHERE purpose_id IS NOT NULL;
