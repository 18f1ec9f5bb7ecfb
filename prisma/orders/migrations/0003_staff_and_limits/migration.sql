ALTER TYPE "cancel_reason" ADD VALUE 'STORE_UNAVAILABLE';

-- CreateEnum
CREATE TYPE "payment_method_kind" AS ENUM ('CARD', 'CASH');

-- AlterTable
ALTER TABLE "orders" ADD COLUMN "attributes" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN "payment_method" "payment_method_kind",
ADD COLUMN "shortages" JSONB NOT NULL DEFAULT '[]';

-- AlterTable
ALTER TABLE "order_alerts" ADD COLUMN "resolved_by" UUID;

-- CreateTable
CREATE TABLE "withdrawn_products" (
    "product_id" UUID NOT NULL,

    CONSTRAINT "withdrawn_products_pkey" PRIMARY KEY ("product_id")
);


-- By hand: what Prisma cannot say.

-- What a customer has open counts against the limits of placing.
CREATE INDEX "orders_unfinished_of_customer" ON "orders"("customer_id")
  WHERE "status" NOT IN ('DELIVERED', 'RETURNED', 'CANCELLED');

-- The operators' list, newest first.
CREATE INDEX "order_alerts_open" ON "order_alerts"("id") WHERE "resolved_at" IS NULL;

ALTER TABLE "order_alerts"
  ADD CONSTRAINT "order_alerts_resolved_by_check" CHECK ("resolved_by" IS NULL OR "resolved_at" IS NOT NULL);
