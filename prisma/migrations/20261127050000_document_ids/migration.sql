-- What became of a document is asked by its number alone, too; and contracts are listed by when they end.
-- CreateIndex
CREATE INDEX "integration_errors_document_id_id_idx" ON "integration_errors"("document_id", "id");

-- CreateIndex
CREATE INDEX "integration_history_records_document_id_id_idx" ON "integration_history_records"("document_id", "id");

-- CreateIndex
CREATE INDEX "contracts_end_date_id_idx" ON "contracts"("end_date", "id");
