-- AlterTable
ALTER TABLE "catalogue_products" ADD COLUMN "age_limit" INTEGER;

-- AlterTable
ALTER TABLE "orders" ADD COLUMN "age_limit" INTEGER;

-- By hand: what Prisma cannot say. An age is checked face to face.
ALTER TABLE "orders" ADD CONSTRAINT "orders_age_limit_check" CHECK (
  "age_limit" IS NULL OR ("age_limit" BETWEEN 1 AND 99 AND "handover" <> 'LEFT_AT_DOOR'));
