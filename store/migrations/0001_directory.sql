-- The directory: who works here, what can be granted, and who holds it.
CREATE TABLE employees (
    id INTEGER PRIMARY KEY
);
