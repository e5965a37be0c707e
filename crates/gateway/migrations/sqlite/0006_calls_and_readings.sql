-- Calls for account data stand with the consent that they are made under, and name the job that made them.
ALTER TABLE bank_calls ADD COLUMN job_id TEXT;
CREATE INDEX bank_calls_by_job ON bank_calls (job_id) WHERE job_id IS NOT NULL;
UPDATE bank_calls
   SET job_id = object_id,
       object_id = (SELECT consent_id FROM jobs WHERE jobs.job_id = bank_calls.object_id)
 WHERE object_id IN (SELECT job_id FROM jobs);

-- The reading that met a transaction first.
ALTER TABLE transactions ADD COLUMN first_in INTEGER NOT NULL DEFAULT 0;
