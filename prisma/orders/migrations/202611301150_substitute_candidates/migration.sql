-- AlterTable
ALTER TABLE "catalogue_products" ADD COLUMN "category_id" UUID,
  ADD COLUMN "size" DOUBLE PRECISION,
  ADD COLUMN "unit" TEXT;

-- CreateTable
CREATE TABLE "store_stock" (
    "store_id" UUID NOT NULL,
    "product_id" UUID NOT NULL,
    "available" INTEGER NOT NULL,

    CONSTRAINT "store_stock_pkey" PRIMARY KEY ("store_id", "product_id")
);

-- CreateIndex
CREATE INDEX "catalogue_products_category_id_price_idx" ON "catalogue_products"("category_id", "price");
