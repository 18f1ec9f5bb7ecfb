-- AlterTable
ALTER TABLE "carts" ADD COLUMN "attributes" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN "origin" TEXT;

-- CreateIndex
CREATE INDEX "carts_guest_origin_idx" ON "carts"("origin") WHERE "token_hash" IS NOT NULL AND "ended_at" IS NULL;

-- CreateIndex
CREATE INDEX "carts_guest_idle_idx" ON "carts"("updated_at") WHERE "token_hash" IS NOT NULL AND "ended_at" IS NULL;

-- CreateIndex
CREATE INDEX "carts_ended_idx" ON "carts"("ended_at") WHERE "ended_at" IS NOT NULL;

-- A currency of three decimals counts thousandths: 100.000 is the largest tip of any.
ALTER TABLE "carts"
  DROP CONSTRAINT "carts_tip",
  ADD CONSTRAINT "carts_tip" CHECK ("tip" BETWEEN 0 AND 100000),
  ADD CONSTRAINT "carts_attributes" CHECK (jsonb_typeof("attributes") = 'array' AND jsonb_array_length("attributes") <= 10),
  ADD CONSTRAINT "carts_origin" CHECK ("origin" IS NULL OR "customer_id" IS NULL);
