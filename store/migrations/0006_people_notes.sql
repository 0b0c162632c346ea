-- What is known of Slack users who are nobody of ours, or not yet.

-- A direct message of somebody whom Slack has not told us of: answered once it has.
CREATE TABLE unanswered_messages (
    team_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    ts TEXT NOT NULL,                   -- Slack's name of the message
    received_at INTEGER NOT NULL,
    PRIMARY KEY (team_id, user_id, ts)
);

-- A second Slack user with the address of an employee who has one: administrators are told once.
CREATE TABLE second_users (
    id INTEGER PRIMARY KEY,
    team_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    employee_id INTEGER NOT NULL REFERENCES employees (id),
    noticed_at INTEGER NOT NULL,
    UNIQUE (team_id, user_id, employee_id)
);
