-- AlterTable
ALTER TABLE "payments" ADD COLUMN "increase" JSONB;
ALTER TABLE "payment_attempts" ADD COLUMN "is_replacement" BOOLEAN NOT NULL DEFAULT false;

-- By hand: what Prisma cannot say.
ALTER TABLE "payment_tasks" DROP CONSTRAINT "payment_tasks_kind",
  ADD CONSTRAINT "payment_tasks_kind" CHECK ("kind" IN ('AUTHORIZE', 'INCREASE', 'CAPTURE', 'VOID', 'REFUND'));
-- One open attempt per payment, and at most one beside it that will replace it.
DROP INDEX "payment_attempts_one_open";
CREATE UNIQUE INDEX "payment_attempts_one_open" ON "payment_attempts" ("payment_id", "is_replacement")
  WHERE "status" IN ('PENDING', 'ACTION_REQUIRED', 'AUTHORIZED', 'CAPTURED');
