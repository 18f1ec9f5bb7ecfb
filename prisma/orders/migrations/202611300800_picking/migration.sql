ALTER TYPE "order_step_kind" ADD VALUE 'LINE_PICKED' BEFORE 'LINE_SHORT';

-- Who packs an order, and into how many bags; orders from before have neither.
ALTER TABLE "orders"
  ADD COLUMN "packer_id" UUID,
  ADD COLUMN "bags" INTEGER;

-- By hand: what Prisma cannot say.
ALTER TABLE "orders"
  ADD CONSTRAINT "orders_packer_check" CHECK ("packer_id" IS NULL OR "confirmed_at" IS NOT NULL),
  ADD CONSTRAINT "orders_bags_check" CHECK ("bags" BETWEEN 1 AND 50);
CREATE INDEX "orders_to_pack" ON "orders"("store_id", "promise_to", "id") WHERE "status" IN ('CONFIRMED', 'PACKING');
