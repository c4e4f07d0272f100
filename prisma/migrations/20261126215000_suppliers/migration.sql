-- The supplier of a contract as other systems know it, beside its name.
ALTER TABLE "contracts" ADD COLUMN "supplier_id" INTEGER;
ALTER TABLE "contracts" ADD COLUMN "supplier_number" TEXT COLLATE "C";
