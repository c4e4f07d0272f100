-- What went well or badly with single documents: as the errors of runs, but kept apart from them, and not of a run necessarily.
CREATE TABLE "integration_history_records" (
    "id" SERIAL NOT NULL,
    "integration_run_id" INTEGER,
    "integration_id" INTEGER NOT NULL,
    "document_type" "document_type",
    "document_id" INTEGER,
    "document_revision" INTEGER,
    "document_status" TEXT COLLATE "C",
    "contact_alert_type" TEXT COLLATE "C" NOT NULL DEFAULT 'Technical',
    "status" TEXT COLLATE "C",
    "external_id" TEXT COLLATE "C",
    "creation_method" TEXT COLLATE "C",
    "integration_filename" TEXT COLLATE "C",
    "is_resolved" BOOLEAN NOT NULL DEFAULT false,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by_id" INTEGER,
    "updated_by_id" INTEGER,

    CONSTRAINT "integration_history_records_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "integration_history_record_responses" (
    "id" SERIAL NOT NULL,
    "integration_history_record_id" INTEGER NOT NULL,
    "code" TEXT COLLATE "C",
    "message" TEXT COLLATE "C",

    CONSTRAINT "integration_history_record_responses_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "integration_history_records_integration_run_id_created_at_i_idx" ON "integration_history_records"("integration_run_id", "created_at", "id");
CREATE INDEX "integration_history_records_integration_id_created_at_id_idx" ON "integration_history_records"("integration_id", "created_at", "id");
CREATE INDEX "integration_history_records_document_type_document_id_creat_idx" ON "integration_history_records"("document_type", "document_id", "created_at", "id");
CREATE INDEX "integration_history_records_is_resolved_created_at_id_idx" ON "integration_history_records"("is_resolved", "created_at", "id");
CREATE INDEX "integration_history_records_created_at_id_idx" ON "integration_history_records"("created_at", "id");
CREATE INDEX "integration_history_records_updated_at_id_idx" ON "integration_history_records"("updated_at", "id");
CREATE INDEX "integration_history_record_responses_integration_history_re_idx" ON "integration_history_record_responses"("integration_history_record_id", "id");

ALTER TABLE "integration_history_records" ADD CONSTRAINT "integration_history_records_integration_run_id_fkey" FOREIGN KEY ("integration_run_id") REFERENCES "integration_runs"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "integration_history_records" ADD CONSTRAINT "integration_history_records_integration_id_fkey" FOREIGN KEY ("integration_id") REFERENCES "integrations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "integration_history_records" ADD CONSTRAINT "integration_history_records_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "actors"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "integration_history_records" ADD CONSTRAINT "integration_history_records_updated_by_id_fkey" FOREIGN KEY ("updated_by_id") REFERENCES "actors"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "integration_history_record_responses" ADD CONSTRAINT "integration_history_record_responses_integration_history_r_fkey" FOREIGN KEY ("integration_history_record_id") REFERENCES "integration_history_records"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "integration_history_records" ADD CONSTRAINT "integration_history_records_document_revision_check" CHECK ("document_revision" >= 0);
ALTER TABLE "integration_history_records" ADD CONSTRAINT "integration_history_records_version_check" CHECK ("version" >= 1);

-- Their texts are searched as those of errors are, where the extension could be made.
DO $$
BEGIN
  CREATE INDEX "integration_history_record_responses_message_search" ON "integration_history_record_responses"
    USING gin (fold_case("message") gin_trgm_ops) WITH (gin_pending_list_limit = 256) WHERE "message" IS NOT NULL;
  CREATE INDEX "integration_history_records_external_id_search" ON "integration_history_records"
    USING gin (fold_case("external_id") gin_trgm_ops) WITH (gin_pending_list_limit = 256) WHERE "external_id" IS NOT NULL;
  CREATE INDEX "integration_history_records_integration_filename_search" ON "integration_history_records"
    USING gin (fold_case("integration_filename") gin_trgm_ops) WITH (gin_pending_list_limit = 256) WHERE "integration_filename" IS NOT NULL;
EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported OR undefined_object THEN
  RAISE WARNING 'Searches of texts have no index: %', SQLERRM;
END $$;
