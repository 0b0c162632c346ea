-- The generation in which the catalogue of connections last changed: what is in memory of it is read anew.
ALTER TABLE directory ADD COLUMN catalogue INTEGER NOT NULL DEFAULT 1;

-- How many people of each job title hold what, kept with every change (store/title_counts.hpp): a form that asks
-- for it reads a range instead of counting thousands of people's grants.
CREATE TABLE titles (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL UNIQUE          -- as written
);

CREATE TABLE title_counts (
    title_id INTEGER NOT NULL REFERENCES titles (id),
    connection_id INTEGER NOT NULL,     -- 0: the active holders of the title themselves
    to_gen INTEGER NOT NULL,
    from_gen INTEGER NOT NULL,
    holders INTEGER NOT NULL,           -- of the title, active, who hold the connection by an IS identity
    PRIMARY KEY (title_id, connection_id, to_gen)
) WITHOUT ROWID;
CREATE INDEX title_counts_holders ON title_counts (title_id, holders);
CREATE INDEX title_counts_totals ON title_counts (title_id, holders) WHERE connection_id = 0;
CREATE INDEX title_counts_ended ON title_counts (to_gen) WHERE to_gen <> 0;

-- Titles of which an import has staged counts, for its cleaning.
CREATE TABLE staged_titles (
    title_id INTEGER PRIMARY KEY REFERENCES titles (id),
    generation INTEGER NOT NULL         -- that they will be seen from
);

-- People whom the import on its way gives another title, or none: what they hold up to `counted_to` is counted
-- for the new one already, the rest for the old one.
CREATE TABLE staged_title_moves (
    employee_id INTEGER PRIMARY KEY REFERENCES employees (id),
    old_title_id INTEGER REFERENCES titles (id),
    counted_to INTEGER NOT NULL         -- a connection's id
);

CREATE VIEW current_title_counts AS
SELECT title_id, connection_id, holders FROM title_counts
WHERE from_gen <= (SELECT generation FROM directory)
    AND (to_gen = 0 OR to_gen > (SELECT generation FROM directory));

INSERT INTO titles (title)
SELECT DISTINCT title FROM employee_versions WHERE title <> '' ORDER BY title;

INSERT INTO title_counts (title_id, connection_id, to_gen, from_gen, holders)
SELECT t.id, 0, 0, (SELECT generation FROM directory), COUNT(*)
FROM current_employees e JOIN titles t ON t.title = e.title
WHERE e.status = 'active'
GROUP BY t.id;

INSERT INTO title_counts (title_id, connection_id, to_gen, from_gen, holders)
SELECT t.id, g.connection_id, 0, (SELECT generation FROM directory), COUNT(DISTINCT g.holder_id)
FROM current_employees e JOIN titles t ON t.title = e.title JOIN current_grants g ON g.holder_id = e.id
WHERE e.status = 'active'
GROUP BY t.id, g.connection_id;
