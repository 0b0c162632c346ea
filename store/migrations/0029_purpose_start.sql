-- An approved purpose has to be started within a time. What was approved before that rule: within two weeks of when
-- its request would have expired.
INSERT INTO timers (kind, subject_id, person_id, due_at)
    SELECT 'purpose_start', r.id, 0, COALESCE(r.expires_at, r.submitted_at) + 1209600 FROM access_requests r
    WHERE r.purpose_id IS NOT NULL AND r.purpose_until IS NULL
        AND EXISTS (SELECT 1 FROM request_items i WHERE i.request_id = r.id AND i.state = 'approved')
        AND NOT EXISTS (SELECT 1 FROM request_items i WHERE i.request_id = r.id AND i.state = 'pending');
