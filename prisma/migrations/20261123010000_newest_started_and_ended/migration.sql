-- The newest started and the newest ended runs, those without the time last: an order that no plain descending index gives, and that Prisma's
-- schema can't tell from one.
CREATE INDEX "integration_runs_start_time_desc_idx" ON "integration_runs" ("start_time" DESC NULLS LAST, "id" DESC);
CREATE INDEX "integration_runs_end_time_desc_idx" ON "integration_runs" ("end_time" DESC NULLS LAST, "id" DESC);
