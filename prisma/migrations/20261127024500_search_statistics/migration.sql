-- The planner has to know how frequent a searched word is: it keeps no statistics of a part of a table (the indexes of the migration `search` leave out unset
-- texts), and took every word for a rare one. With these it walks through an ordered index for a frequent word, and looks for the trigrams of a rare one.
CREATE STATISTICS "integration_error_responses_message_words" ON (fold_case("message")) FROM "integration_error_responses";
CREATE STATISTICS "integration_errors_external_id_words" ON (fold_case("external_id")) FROM "integration_errors";
CREATE STATISTICS "integration_errors_integration_filename_words" ON (fold_case("integration_filename")) FROM "integration_errors";
CREATE STATISTICS "integration_history_record_responses_message_words" ON (fold_case("message")) FROM "integration_history_record_responses";
CREATE STATISTICS "integration_history_records_external_id_words" ON (fold_case("external_id")) FROM "integration_history_records";
CREATE STATISTICS "integration_history_records_integration_filename_words" ON (fold_case("integration_filename")) FROM "integration_history_records";

ANALYZE "integration_errors", "integration_error_responses", "integration_history_records", "integration_history_record_responses";
