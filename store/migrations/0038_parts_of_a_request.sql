-- What expired and what was extended is told part by part: of an item, with those that went along.
-- Told before of a request, by its first such item; in two steps, for the numbers overlap.
UPDATE messages SET subject_id = -COALESCE(
        (SELECT MIN(i.id) FROM request_items i WHERE i.request_id = messages.subject_id
            AND i.state = CASE messages.kind WHEN 'expired' THEN 'expired' ELSE 'granted' END),
        (SELECT MIN(i.id) FROM request_items i WHERE i.request_id = messages.subject_id))
    WHERE kind IN ('expired', 'extended')
        AND EXISTS (SELECT 1 FROM request_items i WHERE i.request_id = messages.subject_id);
UPDATE messages SET subject_id = -subject_id WHERE kind IN ('expired', 'extended') AND subject_id < 0;
