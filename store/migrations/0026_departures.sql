-- Employees who have left while we knew them as active: their requests and their access are seen to once.
CREATE TABLE departures (
    employee_id INTEGER PRIMARY KEY REFERENCES employees (id),
    from_gen INTEGER NOT NULL,          -- everybody sees it from this generation of the directory on
    settled_at INTEGER
);
CREATE INDEX departures_unsettled ON departures (employee_id) WHERE settled_at IS NULL;
