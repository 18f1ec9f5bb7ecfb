-- AlterTable
ALTER TABLE "deliveries" ADD COLUMN "age_limit" INTEGER,
ADD COLUMN "age_verified_at" TIMESTAMPTZ(3);

-- By hand: what Prisma cannot say. A courier hands over such goods only after checking the age.
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_age_limit_check" CHECK ("age_limit" BETWEEN 1 AND 99),
  ADD CONSTRAINT "deliveries_age_verified_check" CHECK (
    ("age_verified_at" IS NULL OR "age_limit" IS NOT NULL)
    AND ("proof" IS NULL OR "proof" = 'STAFF_OVERRIDE' OR "age_limit" IS NULL OR "age_verified_at" IS NOT NULL));
ALTER TABLE "deliveries" DROP CONSTRAINT "deliveries_failure_code_check",
  ADD CONSTRAINT "deliveries_failure_code_check" CHECK ("failure_code" IS NULL OR (
    "failure_code" IN (
      'CUSTOMER_ABSENT', 'CUSTOMER_REFUSED', 'AGE_NOT_VERIFIED', 'ADDRESS_NOT_FOUND', 'GOODS_DAMAGED', 'OTHER')
    AND "failure_reason" IS NOT NULL));
