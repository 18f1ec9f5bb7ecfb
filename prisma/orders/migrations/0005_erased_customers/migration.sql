-- AlterTable
ALTER TABLE "orders" ADD COLUMN "anonymised_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "erased_customers" (
    "customer_id" UUID NOT NULL,

    CONSTRAINT "erased_customers_pkey" PRIMARY KEY ("customer_id")
);
