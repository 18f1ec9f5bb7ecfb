-- AlterTable
ALTER TABLE "stores" ADD COLUMN "minimum_order" BIGINT;

-- By hand: what Prisma cannot say.
ALTER TABLE "stores" ADD CONSTRAINT "stores_minimum_order_check" CHECK ("minimum_order" BETWEEN 0 AND 9007199254740991);
