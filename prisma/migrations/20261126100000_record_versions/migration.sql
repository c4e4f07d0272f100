-- How often each record has changed, as runs have it already. What is there counts from 1: nobody knows how often it has changed before.
ALTER TABLE "integrations" ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1;
ALTER TABLE "integration_errors" ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1;
ALTER TABLE "contracts" ADD COLUMN "record_version" INTEGER NOT NULL DEFAULT 1;

ALTER TABLE "integrations" ADD CONSTRAINT "integrations_version_check" CHECK ("version" >= 1);
ALTER TABLE "integration_errors" ADD CONSTRAINT "integration_errors_version_check" CHECK ("version" >= 1);
ALTER TABLE "contracts" ADD CONSTRAINT "contracts_record_version_check" CHECK ("record_version" >= 1);
