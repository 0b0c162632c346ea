-- What each page 2 of a request form showed as asked for, under the number that the page carries: the page that is sent
-- is the one that counts, whatever was shown since.
CREATE TABLE draft_pages (
    draft_id INTEGER NOT NULL REFERENCES drafts (id),
    page INTEGER NOT NULL,
    shown TEXT NOT NULL,
    PRIMARY KEY (draft_id, page)
);
