-- Retries: a new run that does the work of a failed one again. Two at the same moment count the same number of earlier ones, and only one gets it.
ALTER TABLE "integration_runs" ADD COLUMN "retry_of_id" INTEGER;
ALTER TABLE "integration_runs" ADD COLUMN "retry_number" INTEGER;
ALTER TABLE "integration_runs" ADD COLUMN "attempt" INTEGER NOT NULL DEFAULT 1;
ALTER TABLE "integration_runs" ADD CONSTRAINT "integration_runs_retry_of_id_fkey" FOREIGN KEY ("retry_of_id") REFERENCES "integration_runs"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE UNIQUE INDEX "integration_runs_retry_key" ON "integration_runs"("retry_of_id", "retry_number") WHERE "retry_of_id" IS NOT NULL;
ALTER TABLE "integration_runs" ADD CONSTRAINT "integration_runs_attempt_check" CHECK ("attempt" >= 1);

-- Signs of life, and deadlines that integrations set.
ALTER TABLE "integration_runs" ADD COLUMN "last_heartbeat_at" TIMESTAMPTZ(3);
ALTER TABLE "integrations" ADD COLUMN "deadline_seconds" INTEGER;
ALTER TABLE "integrations" ADD CONSTRAINT "integrations_deadline_seconds_check" CHECK ("deadline_seconds" >= 1);
