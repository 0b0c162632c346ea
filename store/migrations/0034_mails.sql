-- E-mails: what is to be sent, written with the change that it tells of. No text: it is made when it is sent.
CREATE TABLE mails (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,              -- in its Message-ID, the same at every attempt
    kind TEXT NOT NULL,                    -- campaign_prompt
    subject_id INTEGER NOT NULL,           -- of a kind's own: the reminder
    recipient_id INTEGER NOT NULL REFERENCES employees (id),
    state TEXT NOT NULL DEFAULT 'waiting', -- waiting, sending, sent, dropped (nothing left to say), given_up
    attempts INTEGER NOT NULL DEFAULT 0,
    next_at_ms INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    sent_at INTEGER,
    last_error TEXT NOT NULL DEFAULT '',
    UNIQUE (kind, subject_id, recipient_id)
);
CREATE INDEX mails_due ON mails (next_at_ms) WHERE state = 'waiting';
CREATE INDEX mails_sending ON mails (id) WHERE state = 'sending';
