-- Who may call the gateway, and the keys that its access tokens are signed with. Texts sort by code point ("C"), as everywhere.

-- CreateTable
CREATE TABLE "api_clients" (
    "id" SERIAL NOT NULL,
    "client_id" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "scopes" TEXT COLLATE "C" NOT NULL,
    "secret_hash" TEXT COLLATE "C" NOT NULL,
    "api_key_hash" TEXT COLLATE "C",
    "has_api_key" BOOLEAN NOT NULL DEFAULT false,
    "actor_id" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "rotated_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_clients_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "signing_keys" (
    "kid" TEXT COLLATE "C" NOT NULL,
    "secret" TEXT COLLATE "C" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "signing_keys_pkey" PRIMARY KEY ("kid")
);

-- CreateIndex
CREATE UNIQUE INDEX "api_clients_actor_id_key" ON "api_clients"("actor_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_clients_client_id_key" ON "api_clients"("client_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_clients_api_key_hash_key" ON "api_clients"("api_key_hash");

-- CreateIndex
CREATE INDEX "api_clients_created_at_id_idx" ON "api_clients"("created_at", "id");

-- AddForeignKey
ALTER TABLE "api_clients" ADD CONSTRAINT "api_clients_actor_id_fkey" FOREIGN KEY ("actor_id") REFERENCES "actors"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What the domain promises, held by the database as well
ALTER TABLE "api_clients" ADD CONSTRAINT "api_clients_name_check" CHECK ("name" <> '' AND char_length("name") <= 255);
ALTER TABLE "api_clients" ADD CONSTRAINT "api_clients_scopes_check" CHECK ("scopes" <> '');
ALTER TABLE "api_clients" ADD CONSTRAINT "api_clients_has_api_key_check" CHECK ("has_api_key" = ("api_key_hash" IS NOT NULL));
