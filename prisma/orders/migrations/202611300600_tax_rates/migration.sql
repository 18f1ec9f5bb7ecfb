-- How the delivery fee and the tip of an order are taxed; orders from before have the standard rule, which null means.
ALTER TABLE "orders"
  ADD COLUMN "delivery_fee_tax_rate" INTEGER CHECK ("delivery_fee_tax_rate" BETWEEN 0 AND 10000),
  ADD COLUMN "tip_tax_rate" INTEGER CHECK ("tip_tax_rate" BETWEEN 0 AND 10000);
