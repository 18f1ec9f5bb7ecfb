-- AlterTable
ALTER TABLE "products" ADD COLUMN "age_limit" INTEGER;
