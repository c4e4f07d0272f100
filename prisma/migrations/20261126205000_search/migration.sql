-- Texts that people search by are found by their trigrams, where the extension for them can be made: it comes with PostgreSQL, and whoever may create things in
-- a database may make it. Elsewhere searches read the table, which the gateway's log says at each start; these statements can be run later. Few entries
-- wait to be put in order, since each search goes through those that wait.
DO $$
BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
  CREATE INDEX "integration_error_responses_message_search" ON "integration_error_responses"
    USING gin (fold_case("message") gin_trgm_ops) WITH (gin_pending_list_limit = 256) WHERE "message" IS NOT NULL;
  CREATE INDEX "integration_errors_external_id_search" ON "integration_errors"
    USING gin (fold_case("external_id") gin_trgm_ops) WITH (gin_pending_list_limit = 256) WHERE "external_id" IS NOT NULL;
  CREATE INDEX "integration_errors_integration_filename_search" ON "integration_errors"
    USING gin (fold_case("integration_filename") gin_trgm_ops) WITH (gin_pending_list_limit = 256) WHERE "integration_filename" IS NOT NULL;
EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported OR undefined_object THEN
  RAISE WARNING 'Searches of texts have no index: %', SQLERRM;
END $$;
