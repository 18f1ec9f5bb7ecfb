-- AlterTable
ALTER TABLE "products" ADD COLUMN "age_limit" INTEGER;

-- By hand: what Prisma cannot say.
ALTER TABLE "products" ADD CONSTRAINT "products_age_limit_check" CHECK ("age_limit" BETWEEN 12 AND 25);
