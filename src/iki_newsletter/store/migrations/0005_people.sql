-- What people said, and what came back: by normalised address, so that a person's whole story can be shown, and erased.

-- Every word of theirs, and of servers about them, that changed something; it only grows.
CREATE TABLE history (
    id    INTEGER PRIMARY KEY,
    key   TEXT NOT NULL,                        -- of who was erased, what is left of it
    at    TEXT NOT NULL,
    what  TEXT NOT NULL,                        -- a reason of `suppression`, or a word of model/history.py
    words TEXT NOT NULL
);
CREATE INDEX history_by_key ON history (key);
INSERT INTO history (key, at, what, words) SELECT key, at, reason, detail FROM suppression;

-- Whoever writes a suppression, it is noted.
CREATE TRIGGER suppression_begins AFTER INSERT ON suppression BEGIN
    INSERT INTO history (key, at, what, words) VALUES (new.key, new.at, new.reason, new.detail);
END;
CREATE TRIGGER suppression_changes AFTER UPDATE ON suppression WHEN new.reason <> old.reason BEGIN
    INSERT INTO history (key, at, what, words) VALUES (new.key, new.at, new.reason, new.detail);
END;

-- Who asked to be on the list, beside those whom the list names.
CREATE TABLE sign_up (
    key          TEXT    NOT NULL PRIMARY KEY,
    address      TEXT    NOT NULL,
    mailbox      TEXT    NOT NULL,
    language     TEXT    NOT NULL,
    name         TEXT    NOT NULL,
    source       TEXT    NOT NULL,              -- how the wish came: a mail, a paper list at a workshop
    wording      TEXT    NOT NULL,              -- what they said yes to, in the words of the question
    requested_at TEXT    NOT NULL,
    by_person    INTEGER NOT NULL,              -- whether they asked themselves, and not an editor for them
    nonce        TEXT    NOT NULL,              -- drawn anew for each wish: the answer to an old question is none
    confirmed_at TEXT,                          -- when they said yes; only then they are mailed
    beats_list   INTEGER NOT NULL DEFAULT 0     -- the list had called them gone before they said so
) WITHOUT ROWID;

-- The language that somebody asked for, whatever the list says.
CREATE TABLE preference (
    key      TEXT NOT NULL PRIMARY KEY,
    language TEXT NOT NULL,
    at       TEXT NOT NULL
) WITHOUT ROWID;

-- What came back. `mail` is the SHA-256 of the mail, so that reading it again changes nothing.
CREATE TABLE feedback (
    id       INTEGER PRIMARY KEY,
    mail     TEXT    NOT NULL,
    part     INTEGER NOT NULL,                  -- a report about three people has three
    at       TEXT    NOT NULL,                  -- when it was read
    kind     TEXT    NOT NULL,
    reason   TEXT    NOT NULL,
    status   TEXT    NOT NULL,
    reply    TEXT    NOT NULL,                  -- a server's own words; what people write is not kept
    key      TEXT    NOT NULL,                  -- whom it is about; empty where that is nobody of ours
    address  TEXT    NOT NULL,                  -- as the mail names them: of who forwards, another one
    delivery INTEGER REFERENCES delivery (id),
    proof    TEXT    NOT NULL,                  -- by what they were known
    done     TEXT    NOT NULL,                  -- what came of it
    UNIQUE (mail, part)
);
CREATE INDEX feedback_by_key ON feedback (key);
CREATE INDEX feedback_by_delivery ON feedback (delivery);

-- What returns names its delivery by the Message-ID.
CREATE INDEX delivery_by_message_id ON delivery (message_id);

-- How many of the planned were in which group, when they were planned; `name` is empty for those in none.
CREATE TABLE campaign_group (
    campaign TEXT    NOT NULL REFERENCES campaign (id),
    language TEXT    NOT NULL,
    name     TEXT    NOT NULL,
    number   INTEGER NOT NULL,
    PRIMARY KEY (campaign, language, name)
) WITHOUT ROWID;

-- What came back about a campaign and was forgotten since, as sums; `about` is what a report tells apart.
CREATE TABLE campaign_returned (
    campaign TEXT    NOT NULL REFERENCES campaign (id),
    language TEXT    NOT NULL,
    about    TEXT    NOT NULL CHECK (about IN ('server', 'person')),
    kind     TEXT    NOT NULL,
    number   INTEGER NOT NULL,
    PRIMARY KEY (campaign, language, about, kind)
) WITHOUT ROWID;

-- What the secret is known by that hashes and tokens were made with: another one would bring erased people back.
ALTER TABLE ledger ADD COLUMN secret TEXT;

-- When a campaign's people were forgotten, by the workspace's own rule of how long they are kept.
ALTER TABLE campaign ADD COLUMN forgotten_at TEXT;
