-- Links, attempts, append-only event log, bank-call log, outbox; clients and idempotency beside them.
-- Times are milliseconds since 1970, UTC. Amounts are minor units. JSON columns hold what the API client sent, already validated.

CREATE TABLE clients (
    client_id        TEXT PRIMARY KEY,
    name             TEXT NOT NULL,
    secret_mac       BLOB NOT NULL,             -- HMAC-SHA-256 of the secret under the server key
    webhook_secret   BLOB NOT NULL,             -- encrypted; the row id is bound in
    webhook_secret_old BLOB,                    -- encrypted; signs too until webhook_secret_old_until
    webhook_secret_old_until INTEGER,
    redirect_urls    TEXT NOT NULL,             -- JSON array
    frame_origins    TEXT NOT NULL,             -- JSON array
    ais              INTEGER NOT NULL,
    require_tracking INTEGER NOT NULL,
    template         TEXT NOT NULL,
    enabled          INTEGER NOT NULL,
    created_at       INTEGER NOT NULL
);

CREATE TABLE links (
    ordinal     INTEGER PRIMARY KEY AUTOINCREMENT,  -- the order of lists; never reused
    link_id     TEXT NOT NULL UNIQUE,
    web_id      TEXT NOT NULL,
    web_hash    BLOB NOT NULL UNIQUE,               -- SHA-256 of web_id: pages are looked up by hash
    client_id   TEXT NOT NULL REFERENCES clients (client_id),
    env         TEXT NOT NULL,                      -- sandbox | prod
    kind        TEXT NOT NULL,                      -- options.type
    status      TEXT NOT NULL,
    version     INTEGER NOT NULL,                   -- compare-and-set; the page's seq
    log_seq     INTEGER NOT NULL,                   -- last row of the event log
    transfer    TEXT NOT NULL,                      -- JSON: the validated single_transfer
    filter      TEXT NOT NULL,                      -- JSON: the payment_method filter
    options     TEXT NOT NULL,                      -- JSON
    tracking    TEXT NOT NULL,                      -- JSON
    end_to_end_id TEXT NOT NULL,
    webhook_url TEXT,
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL
);
CREATE INDEX links_by_client ON links (client_id, env, ordinal);

CREATE TABLE attempts (
    link_id      TEXT NOT NULL REFERENCES links (link_id),
    number       INTEGER NOT NULL,
    state        TEXT NOT NULL,
    provider_id  TEXT NOT NULL,
    method_id    TEXT NOT NULL,
    x_request_id TEXT NOT NULL,
    holder_hash  BLOB NOT NULL,                     -- SHA-256 of the secret of the browser that pressed Pay
    state_hash   BLOB NOT NULL UNIQUE,              -- SHA-256 of the return's `state`
    return_hash  BLOB UNIQUE,                       -- SHA-256 of the return cookie, set at leave
    inputs       BLOB NOT NULL,                     -- encrypted JSON: what the PSU typed
    payment_id   TEXT,
    sca_url      TEXT,
    sca_status_link TEXT,                           -- where the bank tells how the SCA went
    sca_alive    INTEGER NOT NULL DEFAULT 1,
    reason       TEXT,
    second_signer INTEGER NOT NULL DEFAULT 0,
    dismissed    INTEGER NOT NULL DEFAULT 0,        -- the PSU has read why it ended, and went on
    created_at   INTEGER NOT NULL,
    accepted_at  INTEGER,
    left_at      INTEGER,
    returned_at  INTEGER,
    ended_at     INTEGER,
    next_read_at INTEGER,                           -- when the bank is asked next; NULL: never
    PRIMARY KEY (link_id, number)
);
CREATE INDEX attempts_to_read ON attempts (next_read_at) WHERE next_read_at IS NOT NULL;
CREATE INDEX attempts_by_payment ON attempts (provider_id, payment_id);

CREATE TABLE events (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    link_id  TEXT NOT NULL REFERENCES links (link_id),
    seq      INTEGER NOT NULL,                      -- from 1, without gaps
    status   TEXT NOT NULL,
    cause    TEXT NOT NULL,
    attempt  INTEGER,
    at       INTEGER NOT NULL,
    UNIQUE (link_id, seq)
);
CREATE TRIGGER events_are_append_only_u BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;
CREATE TRIGGER events_are_append_only_d BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;

CREATE TABLE bank_calls (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    link_id      TEXT NOT NULL,
    attempt      INTEGER NOT NULL,
    kind         TEXT NOT NULL,                     -- initiate | status | cancel | authorise
    x_request_id TEXT NOT NULL,
    sent_at      INTEGER NOT NULL,                  -- written before it is sent
    answered_at  INTEGER,
    http_status  INTEGER,
    outcome      TEXT
);
CREATE INDEX bank_calls_by_attempt ON bank_calls (link_id, attempt);

CREATE TABLE outbox (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    message_id  TEXT NOT NULL UNIQUE,               -- webhook-id: the same at every try
    client_id   TEXT NOT NULL,
    object_id   TEXT NOT NULL,                      -- link_id, consent_id: order and 410 are kept per object
    seq         INTEGER NOT NULL,                   -- finqlink-sequence: the row number in the object's log
    url         TEXT NOT NULL,
    authority   TEXT NOT NULL,                      -- host:port of url: fairness is counted by it
    body        TEXT NOT NULL,                      -- the exact bytes
    state       TEXT NOT NULL,                      -- waiting | delivered | dead
    tries       INTEGER NOT NULL DEFAULT 0,         -- ever; 0: its first try is still to come
    step        INTEGER NOT NULL DEFAULT 0,         -- since written or replayed: the place in the rhythm of retries
    created_at  INTEGER NOT NULL,
    next_try_at INTEGER NOT NULL,
    last_tried_at INTEGER,
    last_result TEXT
);
CREATE INDEX outbox_waiting ON outbox (next_try_at) WHERE state = 'waiting';
CREATE INDEX outbox_by_object ON outbox (object_id, id);

CREATE TABLE webhook_gone (
    object_id TEXT NOT NULL,
    url       TEXT NOT NULL,                        -- answered 410: not called again for this object
    at        INTEGER NOT NULL,
    PRIMARY KEY (object_id, url)
);

CREATE TABLE idempotency (
    client_id  TEXT NOT NULL,
    path       TEXT NOT NULL,
    key        TEXT NOT NULL,
    body_hash  BLOB NOT NULL,
    status     INTEGER,                             -- NULL: still running
    answer     TEXT,
    started_at INTEGER NOT NULL,
    PRIMARY KEY (client_id, path, key)
);
