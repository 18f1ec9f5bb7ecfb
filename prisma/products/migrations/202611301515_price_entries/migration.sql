ALTER TABLE "products"
  ADD COLUMN "base_price" BIGINT,
  ADD COLUMN "store_prices" JSONB NOT NULL DEFAULT '[]';

ALTER TABLE "products"
  ADD CONSTRAINT "products_base_price_check" CHECK ("base_price" BETWEEN 1 AND 1000000000),
  ADD CONSTRAINT "products_store_prices_check" CHECK (jsonb_typeof("store_prices") = 'array');

-- CreateTable
CREATE TABLE "price_entries" (
    "id" UUID NOT NULL,
    "product_id" UUID NOT NULL,
    "store_id" UUID,
    "price" BIGINT NOT NULL,
    "valid_from" TIMESTAMPTZ(3) NOT NULL,
    "valid_until" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "price_entries_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "price_entries_product_id_id_idx" ON "price_entries"("product_id", "id");

-- CreateIndex
CREATE INDEX "price_entries_store_id_id_idx" ON "price_entries"("store_id", "id");

-- AddForeignKey
ALTER TABLE "price_entries" ADD CONSTRAINT "price_entries_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "products"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "price_entries"
  ADD CONSTRAINT "price_entries_price_check" CHECK ("price" BETWEEN 1 AND 1000000000),
  ADD CONSTRAINT "price_entries_valid_check" CHECK ("valid_until" > "valid_from"),
  ADD CONSTRAINT "price_entries_version_check" CHECK ("version" >= 1);
