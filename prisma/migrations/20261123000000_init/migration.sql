-- The first shape of the data. Texts sort by code point ("C"), on every database alike; letters are folded by fold_case() alone.

-- CreateEnum
CREATE TYPE "integration_direction" AS ENUM ('TO_COUPA', 'FROM_COUPA');

-- CreateEnum
CREATE TYPE "end_system_type" AS ENUM ('PAYROLL', 'ERP', 'HR', 'THIRD_PARTY_PARTNER', 'THIRD_PARTY_VENDOR', 'OTHER', 'INTERNAL');

-- CreateEnum
CREATE TYPE "integration_type" AS ENUM ('FLAT_FILE', 'API', 'CORPORATE_CREDIT_CARD_FILE', 'JSON', 'XML', 'ORIGINAL_FORMAT');

-- CreateEnum
CREATE TYPE "integration_run_status" AS ENUM ('PENDING', 'RUNNING', 'PAUSED', 'SUCCESSFUL', 'FAILED');

-- CreateEnum
CREATE TYPE "transition_source" AS ENUM ('GRAPHQL', 'REST', 'SYSTEM');

-- CreateEnum
CREATE TYPE "document_type" AS ENUM ('CONTINGENT_WORK_ORDER_HEADER', 'EXTERNAL_ORDER_HEADER', 'ORDER_HEADER', 'INVENTORY_TRANSACTION', 'INVOICE_HEADER', 'EXPENSE_REPORT', 'REQUISITION_HEADER', 'ACCOUNT', 'SUPPLIER', 'USER', 'ADDRESS', 'REMIT_TO_ADDRESS', 'CONTRACT', 'EXCHANGE_RATE', 'INVOICE', 'REQUISITION', 'PAYMENT', 'APPROVAL_CHAIN', 'LOOKUP_VALUE', 'ITEM', 'SUPPLIER_INFORMATION', 'ASN_HEADER', 'ACCOUNT_VALIDATION_RULE', 'PAYABLES_EXTERNAL_PAYABLE', 'CHARGE', 'PAYABLES_INVOICE', 'PAYABLES_EXPENSE', 'COUPA_PAY_PAYMENT', 'COUPA_PAY_STATEMENT', 'RECEIPT_REQUEST', 'INVENTORY_REQUEST_HEADER');

-- CreateEnum
CREATE TYPE "contract_type" AS ENUM ('MASTER_CONTRACT', 'AMENDMENT_CONTRACT');

-- CreateTable
CREATE TABLE "actors" (
    "id" SERIAL NOT NULL,
    "login" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "actors_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "integrations" (
    "id" SERIAL NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "code" TEXT COLLATE "C" NOT NULL,
    "business_object" TEXT COLLATE "C" NOT NULL,
    "direction" "integration_direction" NOT NULL,
    "end_system" TEXT COLLATE "C" NOT NULL,
    "end_system_type" "end_system_type" NOT NULL,
    "integration_type" "integration_type",
    "is_standard" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by_id" INTEGER,
    "updated_by_id" INTEGER,

    CONSTRAINT "integrations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "integration_runs" (
    "id" SERIAL NOT NULL,
    "integration_id" INTEGER NOT NULL,
    "status" "integration_run_status" NOT NULL DEFAULT 'PENDING',
    "flow" JSON,
    "start_time" TIMESTAMPTZ(3),
    "end_time" TIMESTAMPTZ(3),
    "total_records" INTEGER,
    "records_processed" INTEGER,
    "max_updated_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by_id" INTEGER,
    "updated_by_id" INTEGER,

    CONSTRAINT "integration_runs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "integration_run_transitions" (
    "id" SERIAL NOT NULL,
    "integration_run_id" INTEGER NOT NULL,
    "from_status" "integration_run_status",
    "to_status" "integration_run_status" NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_id" INTEGER,
    "source" "transition_source" NOT NULL,
    "note" TEXT COLLATE "C",

    CONSTRAINT "integration_run_transitions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "integration_errors" (
    "id" SERIAL NOT NULL,
    "integration_run_id" INTEGER NOT NULL,
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
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by_id" INTEGER,
    "updated_by_id" INTEGER,

    CONSTRAINT "integration_errors_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "integration_error_responses" (
    "id" SERIAL NOT NULL,
    "integration_error_id" INTEGER NOT NULL,
    "code" TEXT COLLATE "C",
    "message" TEXT COLLATE "C",

    CONSTRAINT "integration_error_responses_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contracts" (
    "id" SERIAL NOT NULL,
    "number" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "version" INTEGER,
    "status" TEXT COLLATE "C" NOT NULL,
    "type" "contract_type",
    "start_date" TIMESTAMPTZ(3),
    "end_date" TIMESTAMPTZ(3),
    "supplier_name" TEXT COLLATE "C",
    "minimum_value" DECIMAL(32,4),
    "maximum_value" DECIMAL(32,4),
    "currency_code" TEXT COLLATE "C",
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by_id" INTEGER,
    "updated_by_id" INTEGER,

    CONSTRAINT "contracts_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "actors_login_key" ON "actors"("login");

-- CreateIndex
CREATE INDEX "integrations_created_at_id_idx" ON "integrations"("created_at", "id");

-- CreateIndex
CREATE INDEX "integrations_updated_at_id_idx" ON "integrations"("updated_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "integrations_name_key" ON "integrations"("name");

-- CreateIndex
CREATE UNIQUE INDEX "integrations_code_key" ON "integrations"("code");

-- CreateIndex
CREATE INDEX "integration_runs_created_at_id_idx" ON "integration_runs"("created_at", "id");

-- CreateIndex
CREATE INDEX "integration_runs_updated_at_id_idx" ON "integration_runs"("updated_at", "id");

-- CreateIndex
CREATE INDEX "integration_runs_start_time_id_idx" ON "integration_runs"("start_time", "id");

-- CreateIndex
CREATE INDEX "integration_runs_status_created_at_id_idx" ON "integration_runs"("status", "created_at", "id");

-- CreateIndex
CREATE INDEX "integration_runs_integration_id_created_at_id_idx" ON "integration_runs"("integration_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "integration_runs_integration_id_status_created_at_id_idx" ON "integration_runs"("integration_id", "status", "created_at", "id");

-- CreateIndex
CREATE INDEX "integration_run_transitions_integration_run_id_id_idx" ON "integration_run_transitions"("integration_run_id", "id");

-- CreateIndex
CREATE INDEX "integration_errors_integration_run_id_created_at_id_idx" ON "integration_errors"("integration_run_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "integration_errors_integration_id_created_at_id_idx" ON "integration_errors"("integration_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "integration_errors_document_type_document_id_created_at_id_idx" ON "integration_errors"("document_type", "document_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "integration_errors_is_resolved_created_at_id_idx" ON "integration_errors"("is_resolved", "created_at", "id");

-- CreateIndex
CREATE INDEX "integration_errors_created_at_id_idx" ON "integration_errors"("created_at", "id");

-- CreateIndex
CREATE INDEX "integration_errors_updated_at_id_idx" ON "integration_errors"("updated_at", "id");

-- CreateIndex
CREATE INDEX "integration_error_responses_integration_error_id_id_idx" ON "integration_error_responses"("integration_error_id", "id");

-- CreateIndex
CREATE INDEX "contracts_name_id_idx" ON "contracts"("name", "id");

-- CreateIndex
CREATE INDEX "contracts_start_date_id_idx" ON "contracts"("start_date", "id");

-- CreateIndex
CREATE INDEX "contracts_created_at_id_idx" ON "contracts"("created_at", "id");

-- CreateIndex
CREATE INDEX "contracts_updated_at_id_idx" ON "contracts"("updated_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "contracts_number_key" ON "contracts"("number");

-- AddForeignKey
ALTER TABLE "integrations" ADD CONSTRAINT "integrations_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "actors"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "integrations" ADD CONSTRAINT "integrations_updated_by_id_fkey" FOREIGN KEY ("updated_by_id") REFERENCES "actors"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "integration_runs" ADD CONSTRAINT "integration_runs_integration_id_fkey" FOREIGN KEY ("integration_id") REFERENCES "integrations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "integration_runs" ADD CONSTRAINT "integration_runs_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "actors"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "integration_runs" ADD CONSTRAINT "integration_runs_updated_by_id_fkey" FOREIGN KEY ("updated_by_id") REFERENCES "actors"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "integration_run_transitions" ADD CONSTRAINT "integration_run_transitions_integration_run_id_fkey" FOREIGN KEY ("integration_run_id") REFERENCES "integration_runs"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "integration_run_transitions" ADD CONSTRAINT "integration_run_transitions_actor_id_fkey" FOREIGN KEY ("actor_id") REFERENCES "actors"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "integration_errors" ADD CONSTRAINT "integration_errors_integration_run_id_fkey" FOREIGN KEY ("integration_run_id") REFERENCES "integration_runs"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "integration_errors" ADD CONSTRAINT "integration_errors_integration_id_fkey" FOREIGN KEY ("integration_id") REFERENCES "integrations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "integration_errors" ADD CONSTRAINT "integration_errors_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "actors"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "integration_errors" ADD CONSTRAINT "integration_errors_updated_by_id_fkey" FOREIGN KEY ("updated_by_id") REFERENCES "actors"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "integration_error_responses" ADD CONSTRAINT "integration_error_responses_integration_error_id_fkey" FOREIGN KEY ("integration_error_id") REFERENCES "integration_errors"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contracts" ADD CONSTRAINT "contracts_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "actors"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contracts" ADD CONSTRAINT "contracts_updated_by_id_fkey" FOREIGN KEY ("updated_by_id") REFERENCES "actors"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What the domain promises, held by the database as well. The domain turns a violation into a message by the constraint's name.
ALTER TABLE "integrations" ADD CONSTRAINT "integrations_name_check" CHECK ("name" <> '' AND char_length("name") <= 255);
ALTER TABLE "integrations" ADD CONSTRAINT "integrations_code_check" CHECK ("code" <> '' AND char_length("code") <= 255);
ALTER TABLE "integration_runs" ADD CONSTRAINT "integration_runs_total_records_check" CHECK ("total_records" >= 0);
ALTER TABLE "integration_runs" ADD CONSTRAINT "integration_runs_records_processed_check" CHECK ("records_processed" >= 0);
ALTER TABLE "integration_runs" ADD CONSTRAINT "integration_runs_end_time_check" CHECK ("end_time" >= "start_time");
ALTER TABLE "integration_runs" ADD CONSTRAINT "integration_runs_version_check" CHECK ("version" >= 1);
ALTER TABLE "integration_errors" ADD CONSTRAINT "integration_errors_document_revision_check" CHECK ("document_revision" >= 0);
ALTER TABLE "contracts" ADD CONSTRAINT "contracts_number_check" CHECK ("number" <> '' AND char_length("number") <= 50);
ALTER TABLE "contracts" ADD CONSTRAINT "contracts_end_date_check" CHECK ("end_date" >= "start_date");
ALTER TABLE "contracts" ADD CONSTRAINT "contracts_maximum_value_check" CHECK ("maximum_value" >= "minimum_value");

-- fold_case(text): lower case by Unicode's rules whatever the database's locale, for the searches that ignore case. It takes the first
-- collation that this server has: PostgreSQL 17's built-in one, ICU's root one, or the database's default.
DO $$
DECLARE
  chosen text := (
    SELECT quote_ident(candidate) FROM unnest(ARRAY['pg_c_utf8', 'und-x-icu', 'default']) WITH ORDINALITY AS list (candidate, preference)
    WHERE EXISTS (SELECT FROM pg_collation WHERE collname = candidate AND collencoding IN (-1, pg_char_to_encoding(getdatabaseencoding())))
    ORDER BY preference LIMIT 1
  );
BEGIN
  EXECUTE format('CREATE FUNCTION fold_case(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS %L', 'SELECT lower($1 COLLATE ' || chosen || ') COLLATE "C"');
END $$;

-- The history only grows.
CREATE FUNCTION refuse_history_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'integration_run_transitions only grows: % is refused', TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER "integration_run_transitions_append_only" BEFORE UPDATE OR DELETE ON "integration_run_transitions"
  FOR EACH ROW EXECUTE FUNCTION refuse_history_change();

-- Who acts on a gateway that is open to its own machine only.
INSERT INTO "actors" ("login", "name") VALUES ('local', 'Local developer');
