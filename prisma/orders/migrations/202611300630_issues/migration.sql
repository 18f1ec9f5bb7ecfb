ALTER TYPE "order_step_kind" ADD VALUE 'ISSUE_REPORTED';
ALTER TYPE "order_step_kind" ADD VALUE 'ISSUE_RESOLVED';

-- CreateEnum
CREATE TYPE "order_issue_kind" AS ENUM ('MISSING', 'DAMAGED', 'WRONG_ITEM', 'EXPIRED');

-- CreateEnum
CREATE TYPE "order_issue_status" AS ENUM ('OPEN', 'REFUNDED', 'REJECTED');

-- CreateTable
CREATE TABLE "order_issues" (
    "id" UUID NOT NULL,
    "order_id" UUID NOT NULL,
    "kind" "order_issue_kind" NOT NULL,
    "status" "order_issue_status" NOT NULL,
    "is_automatic" BOOLEAN NOT NULL,
    "lines" JSONB NOT NULL,
    "refund" BIGINT NOT NULL,
    "note" TEXT,
    "reported_at" TIMESTAMPTZ(3) NOT NULL,
    "resolved_at" TIMESTAMPTZ(3),
    "resolved_by" UUID,

    CONSTRAINT "order_issues_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "order_issues_order_id_idx" ON "order_issues"("order_id");

-- AddForeignKey
ALTER TABLE "order_issues" ADD CONSTRAINT "order_issues_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- By hand: what Prisma cannot say.
CREATE INDEX "order_issues_open" ON "order_issues"("id") WHERE "status" = 'OPEN';

ALTER TABLE "order_issues"
  ADD CONSTRAINT "order_issues_refund_check" CHECK (
    "refund" >= 0 AND ("status" = 'REFUNDED' OR "refund" = 0)
  ),
  ADD CONSTRAINT "order_issues_resolved_check" CHECK (
    ("status" = 'OPEN') = ("resolved_at" IS NULL)
    AND ("resolved_at" IS NULL) <= ("resolved_by" IS NULL)
    AND ("status" <> 'REJECTED' OR "resolved_by" IS NOT NULL)
  );
