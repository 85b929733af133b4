-- Every time that the ledger changed its home, or that this was called off: a chain that the copies carry with them.
-- A ledger that was handed over takes in only a copy whose chain goes on from its own: then nothing of what was sent
-- elsewhere is missing from it, and nothing of what was sent here.
CREATE TABLE handover (
    number INTEGER PRIMARY KEY,                 -- grows by one
    token  TEXT NOT NULL                        -- drawn anew, so that two copies of one ledger do not have the same
);
