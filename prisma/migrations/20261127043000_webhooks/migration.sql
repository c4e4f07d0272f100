-- Addresses that changes are sent to, and what was sent to them. Texts sort by code point ("C"), as everywhere.

-- CreateEnum
CREATE TYPE "webhook_endpoint_state" AS ENUM ('ACTIVE', 'DISABLED');

-- CreateEnum
CREATE TYPE "webhook_delivery_state" AS ENUM ('PENDING', 'DELIVERED', 'FAILED');

-- CreateTable
CREATE TABLE "webhook_endpoints" (
    "id" SERIAL NOT NULL,
    "url" TEXT COLLATE "C" NOT NULL,
    "description" TEXT COLLATE "C",
    "types" TEXT COLLATE "C",
    "alert_types" JSON,
    "filter" JSON,
    "document" TEXT COLLATE "C",
    "state" "webhook_endpoint_state" NOT NULL DEFAULT 'ACTIVE',
    "disabled_reason" TEXT COLLATE "C",
    "secret" TEXT COLLATE "C" NOT NULL,
    "previous_secret" TEXT COLLATE "C",
    "rotated_at" TIMESTAMPTZ(3),
    "owner_id" INTEGER NOT NULL,
    "owner_scopes" TEXT COLLATE "C" NOT NULL,
    "place" BIGINT NOT NULL,
    "mark" TEXT COLLATE "C" NOT NULL,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "failing_since" TIMESTAMPTZ(3),
    "paused_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "webhook_endpoints_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_deliveries" (
    "id" SERIAL NOT NULL,
    "endpoint_id" INTEGER NOT NULL,
    "message_id" TEXT COLLATE "C" NOT NULL,
    "position" TEXT COLLATE "C",
    "subject" TEXT COLLATE "C" NOT NULL,
    "body" TEXT COLLATE "C" NOT NULL,
    "state" "webhook_delivery_state" NOT NULL DEFAULT 'PENDING',
    "is_requested" BOOLEAN NOT NULL DEFAULT false,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_status_code" INTEGER,
    "last_error" TEXT COLLATE "C",
    "next_attempt_at" TIMESTAMPTZ(3),
    "delivered_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "webhook_deliveries_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "webhook_endpoints_created_at_id_idx" ON "webhook_endpoints"("created_at", "id");

-- CreateIndex
CREATE INDEX "webhook_deliveries_endpoint_id_created_at_id_idx" ON "webhook_deliveries"("endpoint_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "webhook_deliveries_endpoint_id_state_created_at_id_idx" ON "webhook_deliveries"("endpoint_id", "state", "created_at", "id");

-- CreateIndex
CREATE INDEX "webhook_deliveries_endpoint_id_state_subject_id_idx" ON "webhook_deliveries"("endpoint_id", "state", "subject", "id");

-- CreateIndex
CREATE INDEX "webhook_deliveries_endpoint_id_state_next_attempt_at_idx" ON "webhook_deliveries"("endpoint_id", "state", "next_attempt_at");

-- CreateIndex
CREATE INDEX "webhook_deliveries_created_at_idx" ON "webhook_deliveries"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_deliveries_endpoint_id_message_id_key" ON "webhook_deliveries"("endpoint_id", "message_id");

-- AddForeignKey
ALTER TABLE "webhook_endpoints" ADD CONSTRAINT "webhook_endpoints_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "actors"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_endpoint_id_fkey" FOREIGN KEY ("endpoint_id") REFERENCES "webhook_endpoints"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What the domain promises, held by the database as well
ALTER TABLE "webhook_endpoints" ADD CONSTRAINT "webhook_endpoints_url_check" CHECK ("url" <> '' AND char_length("url") <= 2048);
ALTER TABLE "webhook_endpoints" ADD CONSTRAINT "webhook_endpoints_description_check" CHECK (char_length("description") <= 2000);
ALTER TABLE "webhook_endpoints" ADD CONSTRAINT "webhook_endpoints_types_check" CHECK ("types" <> '');
ALTER TABLE "webhook_endpoints" ADD CONSTRAINT "webhook_endpoints_disabled_reason_check" CHECK (("state" = 'DISABLED') = ("disabled_reason" IS NOT NULL));
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_next_attempt_at_check" CHECK ("state" = 'PENDING' OR "next_attempt_at" IS NULL);
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_delivered_at_check" CHECK ("state" <> 'DELIVERED' OR "delivered_at" IS NOT NULL);
