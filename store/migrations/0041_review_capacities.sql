-- One person may be asked about the items of one task in several capacities: of some as the manager, of others as the owner.
ALTER TABLE reviews ADD COLUMN capacity TEXT NOT NULL DEFAULT '';  -- policy/route.hpp; empty: the task's
