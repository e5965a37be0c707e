-- What clients put on their pages. Texts are '' and the rest NULL where the page's own stands.
CREATE TABLE brands (
    client_id   TEXT PRIMARY KEY REFERENCES clients (client_id),
    name        TEXT NOT NULL,
    colour      TEXT,                              -- #rrggbb, as wished: its shades are worked out with each build's templates
    corners     TEXT,                              -- square | soft | round
    legal_text  TEXT NOT NULL,
    legal_links TEXT NOT NULL,                     -- JSON array of [label, https address]
    template    TEXT,                              -- where the link says none
    language    TEXT,                              -- where the link says none
    logo_hash   TEXT REFERENCES logos (hash),
    logo_width  INTEGER,                           -- of the picture, in its own pixels
    logo_height INTEGER
);

CREATE TABLE logos (
    hash  TEXT PRIMARY KEY,                         -- SHA-256 of the bytes, in hex: its address
    kind  TEXT NOT NULL,                            -- png | jpg | webp
    bytes BLOB NOT NULL
);
