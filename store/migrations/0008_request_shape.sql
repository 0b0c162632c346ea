-- What a request asks for beyond "like a colleague, for ever": its action, like whom, until when; and when it
-- expires unanswered.
ALTER TABLE access_requests ADD COLUMN action TEXT NOT NULL DEFAULT 'GRANT';        -- GRANT, REVOKE
ALTER TABLE access_requests ADD COLUMN access_like TEXT NOT NULL DEFAULT 'person';  -- person, title, custom
ALTER TABLE access_requests ADD COLUMN reference_title TEXT NOT NULL DEFAULT '';    -- where it is like a title
ALTER TABLE access_requests ADD COLUMN ends_at INTEGER;     -- of the access, as asked; NULL: permanent
ALTER TABLE access_requests ADD COLUMN expires_at INTEGER;  -- of the request, unless it is closed before
UPDATE access_requests SET expires_at = submitted_at + 1209600;  -- 14 days, the default until now

-- Of one item: a reviewer may have approved it for a shorter time than was asked.
ALTER TABLE request_items ADD COLUMN ends_at INTEGER;
