ALTER TYPE "order_step_kind" ADD VALUE 'CHANGE_REQUESTED' BEFORE 'PACKING_STARTED';
ALTER TYPE "order_step_kind" ADD VALUE 'CHANGE_RESERVED' BEFORE 'PACKING_STARTED';
ALTER TYPE "order_step_kind" ADD VALUE 'CHANGE_CLOSED' BEFORE 'PACKING_STARTED';
ALTER TYPE "order_step_kind" ADD VALUE 'MODIFIED' BEFORE 'PACKING_STARTED';

-- AlterTable
ALTER TABLE "orders" ADD COLUMN "change" JSONB,
ADD COLUMN "delivery_terms" JSONB;

-- By hand: what Prisma cannot say.
ALTER TABLE "orders" ADD CONSTRAINT "orders_change_check" CHECK (
  "change" IS NULL OR ("status" = 'CONFIRMED' AND "cancel_requested" IS NULL));
-- Substitutes stand behind what was ordered.
ALTER TABLE "order_lines" DROP CONSTRAINT "order_lines_position_check",
  ADD CONSTRAINT "order_lines_position_check" CHECK ("position" BETWEEN 1 AND 200);
