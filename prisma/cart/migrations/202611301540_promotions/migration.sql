-- AlterTable
ALTER TABLE "carts" ADD COLUMN "coupons" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "products" ADD COLUMN "category_id" UUID;

-- CreateTable
CREATE TABLE "categories" (
    "id" UUID NOT NULL,
    "parent_id" UUID,

    CONSTRAINT "categories_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "promotions" (
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "name" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "rule" JSONB NOT NULL,
    "scope" JSONB NOT NULL,
    "min_subtotal" BIGINT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3),
    "priority" INTEGER NOT NULL,
    "stacking" TEXT NOT NULL,
    "max_uses" INTEGER,
    "max_uses_per_customer" INTEGER,
    "is_coupon_required" BOOLEAN NOT NULL,
    "is_paused" BOOLEAN NOT NULL,
    "redeemed" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "promotions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "coupons" (
    "code" TEXT NOT NULL,
    "promotion_id" UUID NOT NULL,
    "max_uses" INTEGER,
    "redeemed" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "coupons_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "promotion_uses" (
    "order_id" UUID NOT NULL,
    "promotion_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "coupon_code" TEXT,

    CONSTRAINT "promotion_uses_pkey" PRIMARY KEY ("order_id","promotion_id")
);

-- CreateTable
CREATE TABLE "coupon_attempts" (
    "origin" TEXT NOT NULL,
    "wrong" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "coupon_attempts_pkey" PRIMARY KEY ("origin")
);

-- CreateIndex
CREATE INDEX "coupon_attempts_started_at_idx" ON "coupon_attempts"("started_at");

-- CreateIndex
CREATE INDEX "categories_parent_id_idx" ON "categories"("parent_id");

-- CreateIndex
CREATE INDEX "promotions_created_at_id_idx" ON "promotions"("created_at", "id");

-- CreateIndex
CREATE INDEX "coupons_promotion_id_code_idx" ON "coupons"("promotion_id", "code");

-- CreateIndex
CREATE INDEX "promotion_uses_customer_id_promotion_id_idx" ON "promotion_uses"("customer_id", "promotion_id");

-- AddForeignKey
ALTER TABLE "coupons" ADD CONSTRAINT "coupons_promotion_id_fkey" FOREIGN KEY ("promotion_id") REFERENCES "promotions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Rules that the schema language cannot say
ALTER TABLE "promotions"
  ADD CONSTRAINT "promotions_terms_check" CHECK (
    min_subtotal >= 0 AND (ends_at IS NULL OR ends_at > starts_at) AND stacking IN ('EXCLUSIVE', 'COMBINES')
    AND max_uses > 0 AND max_uses_per_customer > 0 AND redeemed >= 0),
  ADD CONSTRAINT "promotions_rule_check" CHECK (
    rule ->> 'kind' IN ('PERCENTAGE', 'FIXED', 'BUY_X_GET_Y', 'BUNDLE_PRICE', 'FREE_DELIVERY'));
ALTER TABLE "coupons"
  ADD CONSTRAINT "coupons_code_check" CHECK (code ~ '^[A-Z0-9][A-Z0-9-]{2,31}$'),
  ADD CONSTRAINT "coupons_uses_check" CHECK (max_uses > 0 AND redeemed >= 0);
ALTER TABLE "carts" ADD CONSTRAINT "carts_coupons_check" CHECK (cardinality(coupons) <= 20);
