-- Whether a client's pages keep quiet about the transfer that a payer can make alone.
ALTER TABLE clients ADD COLUMN hides_transfer INTEGER NOT NULL DEFAULT 0;
