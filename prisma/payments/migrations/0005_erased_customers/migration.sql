-- AlterTable
ALTER TABLE "payment_customers" ADD COLUMN "erased_at" TIMESTAMPTZ(3);
