-- Editions that a campaign sent until the rest was given a mended one: who has one of these is owed a correction.
CREATE TABLE campaign_superseded (
    campaign TEXT NOT NULL REFERENCES campaign (id),
    language TEXT NOT NULL,
    digest   TEXT NOT NULL REFERENCES edition (digest),
    PRIMARY KEY (campaign, language, digest)
) WITHOUT ROWID;

-- One row once this ledger was handed to another computer: from then on nothing is sent from here.
CREATE TABLE handed_over (
    at TEXT NOT NULL,
    to_file TEXT NOT NULL
);
