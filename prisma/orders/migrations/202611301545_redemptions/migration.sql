-- AlterTable
ALTER TABLE "orders" ADD COLUMN "discounts" JSONB NOT NULL DEFAULT '[]';

-- CreateTable
CREATE TABLE "redemption_counters" (
    "key" TEXT NOT NULL,
    "used" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "redemption_counters_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "redemptions" (
    "order_id" UUID NOT NULL,
    "key" TEXT NOT NULL,

    CONSTRAINT "redemptions_pkey" PRIMARY KEY ("order_id","key")
);

-- A use that is released twice would let one order more use it.
ALTER TABLE "redemption_counters" ADD CONSTRAINT "redemption_counters_used_check" CHECK (used >= 0);
