-- Access that ended is being removed while more time for it is asked for: of the removals only those
-- that were asked for stand in the way of another request.
DROP INDEX request_items_open;
CREATE UNIQUE INDEX request_items_open ON request_items (identity_id, connection_id)
    WHERE state IN ('pending', 'approved', 'granting') OR (state = 'revoking' AND action = 'REVOKE');

-- What was granted for a time before there were timers.
INSERT INTO timers (kind, subject_id, person_id, due_at)
    SELECT 'access_end', r.id, r.beneficiary_id, MIN(i.ends_at)
    FROM access_requests r JOIN request_items i ON i.request_id = r.id
    WHERE i.ends_at IS NOT NULL AND i.state IN ('pending', 'approved', 'granting', 'granted')
    GROUP BY r.id, r.beneficiary_id;
