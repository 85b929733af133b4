-- The ledger: who gets what, and where each delivery stands.
-- Times are UTC as text, 2017-06-12T14:00:00.000Z, so that they sort as they passed and people can read them.

-- One row: which ledger this is. A receipt names it, so that another ledger is not taken for it.
CREATE TABLE ledger (
    id      TEXT NOT NULL PRIMARY KEY,
    made_at TEXT NOT NULL
);
INSERT INTO ledger VALUES (lower(hex(randomblob(16))), strftime('%Y-%m-%dT%H:%M:%fZ'));

-- The bytes that were sent, by their SHA-256: in a year it can be shown what anybody got.
CREATE TABLE edition (
    digest TEXT NOT NULL PRIMARY KEY,
    kept   BLOB NOT NULL
);

-- One mailing to one frozen audience.
CREATE TABLE campaign (
    id       TEXT NOT NULL PRIMARY KEY,
    issue    TEXT NOT NULL,
    begun_at TEXT NOT NULL
);

-- The editions that a campaign was planned with. `place` keeps the order of the languages.
CREATE TABLE campaign_edition (
    campaign TEXT    NOT NULL REFERENCES campaign (id),
    language TEXT    NOT NULL,
    digest   TEXT    NOT NULL REFERENCES edition (digest),
    place    INTEGER NOT NULL,
    PRIMARY KEY (campaign, language)
) WITHOUT ROWID;

-- How many of the audience were left out when it was planned, and why. No addresses here.
CREATE TABLE campaign_excluded (
    campaign TEXT    NOT NULL REFERENCES campaign (id),
    reason   TEXT    NOT NULL,
    number   INTEGER NOT NULL,
    PRIMARY KEY (campaign, reason)
) WITHOUT ROWID;

-- One campaign × one planned subscriber. `id` grows in the list's order.
-- A row holds all that is needed to make the same message again, whatever has become of the list.
CREATE TABLE delivery (
    id           INTEGER PRIMARY KEY,
    campaign     TEXT    NOT NULL REFERENCES campaign (id),
    key          TEXT    NOT NULL,              -- the normalised address: people are compared by it
    address      TEXT    NOT NULL,              -- as it was written
    mailbox      TEXT    NOT NULL,              -- as it goes on the wire
    language     TEXT    NOT NULL,
    name         TEXT    NOT NULL,
    salutation   TEXT    NOT NULL,
    organisation TEXT    NOT NULL,
    digest       TEXT    NOT NULL REFERENCES edition (digest),
    message_id   TEXT    NOT NULL,
    state        TEXT    NOT NULL DEFAULT 'pending' CHECK (state IN
        ('pending', 'claimed', 'sending', 'sent', 'deferred', 'failed', 'uncertain', 'withdrawn')),
    owner        TEXT    NOT NULL DEFAULT '',   -- the sender that has it in hand, while claimed or sending
    reason       TEXT    NOT NULL DEFAULT '',   -- what the answer means, in one word
    reply        TEXT    NOT NULL DEFAULT '',   -- the server's own words
    attempts     INTEGER NOT NULL DEFAULT 0,    -- how often a server has answered, or should have
    first_at     TEXT,                          -- when it was first claimed
    at           TEXT,                          -- when the state was reached
    not_before   TEXT,                          -- deferred: not tried again before
    UNIQUE (campaign, key),                     -- nobody gets a campaign twice
    CHECK ((state IN ('claimed', 'sending')) = (owner <> ''))
);

-- The next one to claim and the sum are found without reading every row.
CREATE INDEX delivery_by_state ON delivery (campaign, state);

-- Every attempt that ended with an answer, or without one.
CREATE TABLE attempt (
    delivery INTEGER NOT NULL REFERENCES delivery (id),
    number   INTEGER NOT NULL,
    at       TEXT    NOT NULL,
    state    TEXT    NOT NULL,
    reason   TEXT    NOT NULL,
    reply    TEXT    NOT NULL,
    PRIMARY KEY (delivery, number)
) WITHOUT ROWID;
