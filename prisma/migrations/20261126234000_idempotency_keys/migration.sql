-- What was done under the keys of callers, so that a repeat is told it instead of doing it again.
CREATE TABLE "idempotency_keys" (
    "actor_id" INTEGER NOT NULL,
    "key" TEXT COLLATE "C" NOT NULL,
    "fingerprint" TEXT COLLATE "C" NOT NULL,
    "outcome" JSON NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY ("actor_id", "key")
);

CREATE INDEX "idempotency_keys_created_at_idx" ON "idempotency_keys" ("created_at");
