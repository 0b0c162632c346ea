-- One row that /readyz writes: only a write shows that the file can be written.
CREATE TABLE readiness (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    checked_at INTEGER NOT NULL
);
INSERT INTO readiness (one, checked_at) VALUES (1, 0);
