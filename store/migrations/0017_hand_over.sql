-- A review that goes on to somebody else: its first task is closed and a new one takes its place.
ALTER TABLE tasks ADD COLUMN handed_from INTEGER REFERENCES tasks (id);       -- the task whose place it takes
ALTER TABLE tasks ADD COLUMN on_behalf_of INTEGER REFERENCES employees (id);  -- whose delegate the assignee is here
ALTER TABLE tasks ADD COLUMN note TEXT NOT NULL DEFAULT '';                   -- of whoever handed it over
CREATE INDEX tasks_handed_from ON tasks (handed_from) WHERE handed_from IS NOT NULL;

-- Who reviews in somebody's place between two instants; either may be open.
CREATE TABLE delegations (
    employee_id INTEGER PRIMARY KEY REFERENCES employees (id),
    delegate_id INTEGER NOT NULL REFERENCES employees (id),
    from_at INTEGER,
    until_at INTEGER,
    set_at INTEGER NOT NULL
);
CREATE INDEX delegations_delegate ON delegations (delegate_id);
