-- Consents beside links: both have attempts at a bank, a log, bank calls. Account data, the jobs that read it, and receipts.
-- What names a person or an account is encrypted, the row's own id bound in; in the clear is what lists are ordered and narrowed by.

-- Attempts of links and consents alike.
CREATE TABLE attempts_of_all (
    object_id    TEXT NOT NULL,                     -- link_id or consent_id
    subject      TEXT NOT NULL,                     -- payment | consent
    number       INTEGER NOT NULL,
    state        TEXT NOT NULL,
    env          TEXT NOT NULL,                     -- sandbox | prod: the door of the link or consent
    provider_id  TEXT NOT NULL,
    method_id    TEXT NOT NULL,                     -- a payment method, or an AIS method
    x_request_id TEXT NOT NULL,
    holder_hash  BLOB NOT NULL,                     -- SHA-256 of the secret of the browser that began it
    state_hash   BLOB NOT NULL UNIQUE,              -- SHA-256 of the return's `state`
    return_hash  BLOB UNIQUE,                       -- SHA-256 of the return cookie, set at leave
    inputs       BLOB NOT NULL,                     -- encrypted JSON: what the PSU typed
    resource_id  TEXT,                              -- the bank's id of the payment or consent
    sca_url      TEXT,
    sca_status_link TEXT,                           -- where the bank tells how the SCA went
    sca_alive    INTEGER NOT NULL DEFAULT 1,
    bank_grant   BLOB,                              -- encrypted JSON; NULL: the bank wants no OAuth2
    code_taken   INTEGER NOT NULL DEFAULT 0,        -- a code is exchanged once
    reason       TEXT,
    second_signer INTEGER NOT NULL DEFAULT 0,
    dismissed    INTEGER NOT NULL DEFAULT 0,        -- the PSU has read why it ended, and went on
    reduced      INTEGER NOT NULL DEFAULT 0,        -- begun from a consent's reduced view: that is where its return leads
    created_at   INTEGER NOT NULL,
    accepted_at  INTEGER,
    left_at      INTEGER,
    returned_at  INTEGER,
    ended_at     INTEGER,
    next_read_at INTEGER,                           -- when the bank is asked next; NULL: never
    PRIMARY KEY (object_id, number)
);
INSERT INTO attempts_of_all
    SELECT a.link_id, 'payment', a.number, a.state, l.env, a.provider_id, a.method_id, a.x_request_id, a.holder_hash, a.state_hash,
           a.return_hash, a.inputs, a.payment_id, a.sca_url, a.sca_status_link, a.sca_alive, a.bank_grant, a.code_taken, a.reason,
           a.second_signer, a.dismissed, 0, a.created_at, a.accepted_at, a.left_at, a.returned_at, a.ended_at, a.next_read_at
    FROM attempts a JOIN links l ON l.link_id = a.link_id;
DROP TABLE attempts;
ALTER TABLE attempts_of_all RENAME TO attempts;
CREATE INDEX attempts_to_read ON attempts (next_read_at) WHERE next_read_at IS NOT NULL;
CREATE INDEX attempts_by_resource ON attempts (provider_id, resource_id);

-- One log for links, consents and jobs.
CREATE TABLE events_of_all (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    object_id TEXT NOT NULL,                        -- link_id, consent_id, job_id
    seq       INTEGER NOT NULL,                     -- from 1, without gaps
    status    TEXT NOT NULL,
    cause     TEXT NOT NULL,
    attempt   INTEGER,
    at        INTEGER NOT NULL,
    UNIQUE (object_id, seq)
);
INSERT INTO events_of_all SELECT id, link_id, seq, status, cause, attempt, at FROM events;
DROP TABLE events;
ALTER TABLE events_of_all RENAME TO events;
CREATE TRIGGER events_are_append_only_u BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;
CREATE TRIGGER events_are_append_only_d BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;

ALTER TABLE bank_calls RENAME COLUMN link_id TO object_id;

CREATE TABLE consents (
    ordinal     INTEGER PRIMARY KEY AUTOINCREMENT,
    consent_id  TEXT NOT NULL UNIQUE,
    web_id      TEXT NOT NULL,
    web_hash    BLOB NOT NULL UNIQUE,               -- SHA-256 of web_id: pages are looked up by hash
    client_id   TEXT NOT NULL REFERENCES clients (client_id),
    env         TEXT NOT NULL,                      -- sandbox | prod
    kind        TEXT NOT NULL,                      -- options.type
    status      TEXT NOT NULL,
    version     INTEGER NOT NULL,                   -- compare-and-set; the page's seq; grows with a running job's counters too
    log_seq     INTEGER NOT NULL,                   -- last row of the event log
    scope       TEXT NOT NULL,                      -- JSON array
    validity_days INTEGER NOT NULL,
    psu_id      BLOB,                               -- encrypted
    filter      TEXT NOT NULL,                      -- JSON: the ais_method filter
    options     TEXT NOT NULL,                      -- JSON
    tracking    TEXT NOT NULL,                      -- JSON
    webhook_url TEXT,
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,                   -- of the link; the validity is authorized_until
    authorized_at    INTEGER,
    authorized_until INTEGER,
    ended_at    INTEGER,
    ended_by    TEXT,                               -- of a revoked one: who ended it
    due_at      INTEGER                             -- when time alone changes it: expiry, end of validity; NULL: never
);
CREATE INDEX consents_due ON consents (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX consents_by_client ON consents (client_id, env, ordinal);
CREATE INDEX consents_unread ON consents (status) WHERE status IN ('authorized', 'suspended');

CREATE TABLE accounts (
    ordinal     INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id  TEXT NOT NULL UNIQUE,
    consent_id  TEXT NOT NULL REFERENCES consents (consent_id),
    currency    TEXT NOT NULL,
    account_type TEXT NOT NULL,                     -- '': the bank does not say
    account_sub_type TEXT NOT NULL,                 -- '': the bank does not say
    content     BLOB NOT NULL,                      -- encrypted JSON: the bank's id, iban, names, the key of its marks
    read_to     INTEGER,                            -- when its transactions were last read to their end
    updated_at  INTEGER NOT NULL
);
CREATE INDEX accounts_by_consent ON accounts (consent_id, ordinal);

CREATE TABLE balances (
    ordinal     INTEGER PRIMARY KEY AUTOINCREMENT,
    balance_id  TEXT NOT NULL UNIQUE,
    consent_id  TEXT NOT NULL,
    account_id  TEXT NOT NULL REFERENCES accounts (account_id),
    type        TEXT NOT NULL,
    currency    TEXT NOT NULL,
    amount      INTEGER NOT NULL,                   -- minor units, positive
    indicator   TEXT NOT NULL,                      -- credit | debit
    reference_at INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL,
    UNIQUE (account_id, type, currency, reference_at)
);
CREATE INDEX balances_by_time ON balances (consent_id, reference_at, ordinal);

CREATE TABLE transactions (
    ordinal     INTEGER PRIMARY KEY AUTOINCREMENT,
    transaction_id TEXT NOT NULL UNIQUE,
    consent_id  TEXT NOT NULL,
    account_id  TEXT NOT NULL REFERENCES accounts (account_id),
    bank_key    BLOB NOT NULL,                      -- how the bank's next answer is known to mean the same: 0 and a mark of its name there, or 1 and one of its looks
    likeness    BLOB NOT NULL,                      -- mark of what stays the same when it is booked
    digest      BLOB NOT NULL,                      -- mark of all that the bank tells of it: whether it changed
    met_in      INTEGER NOT NULL,                   -- the job that read it last
    status      TEXT NOT NULL,                      -- booked | pending
    currency    TEXT NOT NULL,
    amount      INTEGER NOT NULL,                   -- minor units, positive
    indicator   TEXT NOT NULL,                      -- credit | debit
    booked_at   INTEGER NOT NULL,                   -- booking_date_time; while pending, what stands for it
    value_at    INTEGER,
    updated_at  INTEGER NOT NULL,
    content     BLOB NOT NULL,                      -- encrypted JSON: counterparty, remittance
    UNIQUE (account_id, bank_key)
);
CREATE INDEX transactions_alike ON transactions (account_id, likeness);
CREATE INDEX transactions_pending ON transactions (account_id, booked_at) WHERE status = 'pending';
CREATE INDEX transactions_by_time ON transactions (consent_id, booked_at, ordinal);

CREATE TABLE jobs (
    ordinal     INTEGER PRIMARY KEY AUTOINCREMENT,
    job_id      TEXT NOT NULL UNIQUE,
    consent_id  TEXT NOT NULL REFERENCES consents (consent_id),
    is_first    INTEGER NOT NULL,                   -- the import after the authorisation
    status      TEXT NOT NULL,
    log_seq     INTEGER NOT NULL,                   -- last row of the event log
    callback_url TEXT,
    accounts    INTEGER NOT NULL DEFAULT 0,
    balances    INTEGER NOT NULL DEFAULT 0,
    transactions INTEGER NOT NULL DEFAULT 0,
    errors      TEXT NOT NULL DEFAULT '[]',         -- JSON: [{account_id, code}]
    place       BLOB,                               -- encrypted JSON: where it goes on after a restart
    holder      TEXT,                               -- who works on it: a random name for each time it is taken in hand
    lease_until INTEGER,                            -- until then, unless it is said again
    next_at     INTEGER,                            -- not before; NULL: ended
    started_at  INTEGER NOT NULL,
    finished_at INTEGER
);
CREATE UNIQUE INDEX jobs_running ON jobs (consent_id) WHERE finished_at IS NULL;
CREATE INDEX jobs_due ON jobs (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX jobs_by_consent ON jobs (consent_id, ordinal);

-- What was shown and accepted, as it was signed.
CREATE TABLE receipts (
    consent_id  TEXT NOT NULL REFERENCES consents (consent_id),
    attempt     INTEGER NOT NULL,
    record      BLOB NOT NULL,                      -- encrypted: the signed record
    created_at  INTEGER NOT NULL,
    PRIMARY KEY (consent_id, attempt)
);
