-- Which replica does a piece of background work. Unlogged: a lease is of use for seconds, and after a crash nobody holds one.
CREATE UNLOGGED TABLE "leases" (
    "name" TEXT COLLATE "C" NOT NULL,
    "owner" UUID NOT NULL,
    "held_until" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "leases_pkey" PRIMARY KEY ("name")
);
