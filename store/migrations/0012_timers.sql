-- What falls due, one row each; the timer loop sleeps until the first of them.
CREATE TABLE timers (
    kind TEXT NOT NULL,                 -- task_reminder, request_expiry … (store/timers.hpp)
    subject_id INTEGER NOT NULL,        -- a task or a request, as the kind says
    person_id INTEGER NOT NULL,         -- whom it is about; 0: several people, or nobody
    due_at INTEGER NOT NULL,
    PRIMARY KEY (subject_id, kind, person_id)
);
CREATE INDEX timers_due ON timers (due_at, person_id);
CREATE INDEX timers_person ON timers (person_id, due_at);

-- What is said to one person about what fell due at one moment: one message.
CREATE TABLE due_notices (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES employees (id),
    at INTEGER NOT NULL,
    gathering INTEGER NOT NULL          -- 1: more may be added, nothing is sent yet
);
CREATE UNIQUE INDEX due_notices_gathering ON due_notices (person_id) WHERE gathering = 1;
CREATE TABLE due_notice_lines (
    notice_id INTEGER NOT NULL REFERENCES due_notices (id),
    kind TEXT NOT NULL,                 -- store/due_notices.hpp
    subject_id INTEGER NOT NULL,
    PRIMARY KEY (notice_id, kind, subject_id)
);
CREATE INDEX due_notice_lines_subject ON due_notice_lines (subject_id, kind);

-- What was open before there were timers.
INSERT INTO timers (kind, subject_id, person_id, due_at)
    SELECT 'task_overdue', id, assignee_id, due_at FROM tasks WHERE closed_at IS NULL;
INSERT INTO timers (kind, subject_id, person_id, due_at)
    SELECT 'request_expiry', id, 0, expires_at FROM access_requests
    WHERE closed_at IS NULL AND expires_at IS NOT NULL;
