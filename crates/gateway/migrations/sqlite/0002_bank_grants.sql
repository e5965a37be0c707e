-- OAuth2 at banks: what a return's code is exchanged with, and what it was exchanged for.
ALTER TABLE attempts ADD COLUMN bank_grant BLOB;                          -- encrypted JSON; NULL: the bank wants no OAuth2
ALTER TABLE attempts ADD COLUMN code_taken INTEGER NOT NULL DEFAULT 0;    -- a code is exchanged once
