-- Kinds of notification that a person has switched off.
CREATE TABLE notifications_off (
    employee_id INTEGER NOT NULL REFERENCES employees (id),
    kind TEXT NOT NULL,                 -- store/preferences.hpp
    PRIMARY KEY (employee_id, kind)
);

-- Whether administrators were told of a message that was given up.
ALTER TABLE messages ADD COLUMN digest_id INTEGER NOT NULL DEFAULT 0;  -- 0: in no digest yet
CREATE INDEX messages_digest ON messages (digest_id) WHERE given_up = 1;
CREATE TABLE undelivered_digests (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL
);
