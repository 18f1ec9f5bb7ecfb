-- Prices of stores that differ from the general one: `[{ storeId, price }]`, in minor units.
ALTER TABLE "catalogue_products" ADD COLUMN "store_prices" JSONB NOT NULL DEFAULT '[]';
