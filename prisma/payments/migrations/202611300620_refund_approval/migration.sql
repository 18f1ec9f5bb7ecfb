-- AlterTable
ALTER TABLE "payments"
  ADD COLUMN "delivery_fee" BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN "tip" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "payment_refunds"
  ADD COLUMN "reason_code" TEXT NOT NULL DEFAULT 'OTHER',
  ADD COLUMN "decided_by" UUID,
  ADD COLUMN "decided_at" TIMESTAMPTZ(3),
  ADD COLUMN "delivery_fee" BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN "tip" BIGINT NOT NULL DEFAULT 0;

-- Rules that hold whatever the code does: nobody decides about a refund of their own.
ALTER TABLE "payment_refunds"
  DROP CONSTRAINT "payment_refunds_status",
  ADD CONSTRAINT "payment_refunds_status" CHECK (
    "status" IN ('AWAITING_APPROVAL', 'AWAITING_CAPTURE', 'PENDING', 'SUCCEEDED', 'FAILED', 'REJECTED')
  ),
  ADD CONSTRAINT "payment_refunds_charges" CHECK (
    "delivery_fee" >= 0 AND "tip" >= 0 AND "delivery_fee" + "tip" <= "amount"
  ),
  ADD CONSTRAINT "payment_refunds_decided" CHECK (
    ("decided_by" IS NULL) = ("decided_at" IS NULL) AND ("status" <> 'REJECTED' OR "decided_by" IS NOT NULL)
  ),
  ADD CONSTRAINT "payment_refunds_second_person" CHECK ("decided_by" <> "asked_by");
ALTER TABLE "payment_audit"
  DROP CONSTRAINT "payment_audit_action",
  ADD CONSTRAINT "payment_audit_action" CHECK (
    "action" IN ('REFUND_REQUESTED', 'REFUND_APPROVED', 'REFUND_REJECTED', 'ALERT_RESOLVED')
  );
