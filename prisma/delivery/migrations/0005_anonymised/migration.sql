-- AlterTable
ALTER TABLE "deliveries" ADD COLUMN "anonymised_at" TIMESTAMPTZ(3);

-- By hand: deliveries of a customer whose account is erased are found by this.
CREATE INDEX "deliveries_of_customer" ON "deliveries"("customer_id") WHERE "anonymised_at" IS NULL;
