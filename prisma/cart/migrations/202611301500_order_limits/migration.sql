-- Fewest and most pieces of a product in one order; null: no limit of its own.
ALTER TABLE "products"
  ADD COLUMN "min_per_order" INTEGER NOT NULL DEFAULT 1,
  ADD COLUMN "max_per_order" INTEGER;
