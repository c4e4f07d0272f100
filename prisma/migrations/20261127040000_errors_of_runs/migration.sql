-- How many errors runs have, and how many of them are open, is told by the index of the errors of a run, which then needs to look at no error.
-- CreateIndex
CREATE INDEX "integration_errors_of_runs_idx" ON "integration_errors"("integration_run_id", "created_at", "id", "is_resolved");

-- DropIndex
DROP INDEX "integration_errors_integration_run_id_created_at_id_idx";

-- Statistics of an integration count its errors by what is kept of groups.
-- CreateIndex
CREATE INDEX "error_group_integrations_integration_id_idx" ON "error_group_integrations"("integration_id");
