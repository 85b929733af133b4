-- Addresses not to be mailed, and why; `key` is the normalised address.
CREATE TABLE suppression (
    key    TEXT NOT NULL PRIMARY KEY,
    reason TEXT NOT NULL CHECK (reason IN ('unsubscribed', 'dead', 'full', 'complained', 'erased')),
    at     TEXT NOT NULL,
    detail TEXT NOT NULL
) WITHOUT ROWID;
