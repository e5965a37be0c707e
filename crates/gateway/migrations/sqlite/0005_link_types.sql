-- Types that ask the bank when they are made: what the API client knows of the account, and the return that it brings.
ALTER TABLE consents ADD COLUMN debtor_iban BLOB;                         -- encrypted
ALTER TABLE attempts ADD COLUMN brought_at INTEGER;                       -- the client's server brought the return, and it is worked on since
ALTER TABLE attempts ADD COLUMN worked_at INTEGER;                        -- that work is done
