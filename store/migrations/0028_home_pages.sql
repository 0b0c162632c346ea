-- In the Home tab purposes and access that ends soon are paged like the rest.
ALTER TABLE homes ADD COLUMN purposes_page INTEGER NOT NULL DEFAULT 0;
ALTER TABLE homes ADD COLUMN ending_page INTEGER NOT NULL DEFAULT 0;
