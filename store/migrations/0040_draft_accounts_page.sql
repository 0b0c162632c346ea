-- Page 2 of the request form: which part of its accounts is shown, from 0.
ALTER TABLE drafts ADD COLUMN accounts_page INTEGER NOT NULL DEFAULT 0;
