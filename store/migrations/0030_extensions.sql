-- An extension knows which request's access it makes longer.
ALTER TABLE access_requests ADD COLUMN extends_id INTEGER REFERENCES access_requests (id);
UPDATE access_requests SET extends_id = (
    SELECT CAST(SUBSTR(v.value, 9) AS INTEGER)  -- request:ID
    FROM audit_entries e JOIN audit_values v ON v.seq = e.seq
    WHERE e.subject = 'request:' || access_requests.id AND e.act = 'request.submitted' AND v.name = 'extends');
CREATE INDEX access_requests_extending ON access_requests (extends_id)
    WHERE extends_id IS NOT NULL AND closed_at IS NULL;

-- Manual work is to grant or to remove, whatever its items come to afterwards.
ALTER TABLE tasks ADD COLUMN removes INTEGER NOT NULL DEFAULT 0;
UPDATE tasks SET removes = 1 WHERE kind = 'manual' AND EXISTS (
    SELECT 1 FROM reviews r JOIN request_items i ON i.id = r.item_id WHERE r.task_id = tasks.id
        AND (i.action = 'REVOKE'
            -- Of access for a time and of purposes: granted first, then removed, and so on.
            OR (SELECT COUNT(DISTINCT t.id) FROM reviews e JOIN tasks t ON t.id = e.task_id
                WHERE e.item_id = i.id AND t.kind = 'manual' AND t.outcome = 'done' AND t.id < tasks.id) % 2 = 1));
