-- How a bank wants its payer to approve: on its page, in its app which it calls itself, or in whichever app takes a scheme's request.
ALTER TABLE attempts ADD COLUMN approach TEXT NOT NULL DEFAULT 'redirect';
ALTER TABLE attempts ADD COLUMN psu_message BLOB;                         -- encrypted; what the bank wants the payer told
