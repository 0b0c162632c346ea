-- What asks to remove access and is not decided yet: it may have gone meanwhile.
CREATE INDEX request_items_removals ON request_items (id) WHERE state = 'pending' AND action = 'REVOKE';
