-- Reviews decided one by one, for a shorter time, or after a question.
ALTER TABLE reviews ADD COLUMN batch INTEGER NOT NULL DEFAULT 0;  -- the task's version that decided it one by one
ALTER TABLE reviews ADD COLUMN ends_at INTEGER;  -- the shorter end that its yes gave
ALTER TABLE tasks ADD COLUMN paused_at INTEGER;  -- its clock stands since then: a question waits for its answer

-- What a reviewer has marked in Review items and not sent yet.
CREATE TABLE review_choices (
    task_id INTEGER NOT NULL REFERENCES tasks (id),
    item_id INTEGER NOT NULL REFERENCES request_items (id),
    approve INTEGER NOT NULL,
    PRIMARY KEY (task_id, item_id)
);

-- A reviewer asks the requester for more information.
CREATE TABLE questions (
    id INTEGER PRIMARY KEY,
    request_id INTEGER NOT NULL REFERENCES access_requests (id),
    task_id INTEGER NOT NULL REFERENCES tasks (id),
    asked_by INTEGER NOT NULL REFERENCES employees (id),
    asked_at INTEGER NOT NULL,
    question TEXT NOT NULL,
    answered_by INTEGER REFERENCES employees (id),
    answered_at INTEGER,
    answer TEXT NOT NULL DEFAULT ''
);
CREATE INDEX questions_request ON questions (request_id, id);
