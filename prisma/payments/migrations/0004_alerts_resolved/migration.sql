-- AlterTable
ALTER TABLE "payment_alerts" DROP CONSTRAINT "payment_alerts_pkey",
ADD COLUMN "id" UUID,
ADD COLUMN "resolved_at" TIMESTAMPTZ(3),
ADD COLUMN "resolved_by" UUID;

UPDATE "payment_alerts" SET "id" = gen_random_uuid();

ALTER TABLE "payment_alerts" ALTER COLUMN "id" SET NOT NULL,
ADD CONSTRAINT "payment_alerts_pkey" PRIMARY KEY ("id");

-- CreateIndex
CREATE UNIQUE INDEX "payment_alerts_payment_id_kind_detail_key" ON "payment_alerts"("payment_id", "kind", "detail");

-- Rules that hold whatever the code does.
ALTER TABLE "payment_alerts"
  ADD CONSTRAINT "payment_alerts_resolved" CHECK (("resolved_by" IS NULL) = ("resolved_at" IS NULL));
ALTER TABLE "payment_audit"
  DROP CONSTRAINT "payment_audit_action",
  DROP CONSTRAINT "payment_audit_amount",
  ADD CONSTRAINT "payment_audit_action" CHECK ("action" IN ('REFUND_REQUESTED', 'ALERT_RESOLVED')),
  ADD CONSTRAINT "payment_audit_amount" CHECK ("amount" > 0 OR ("amount" = 0 AND "action" = 'ALERT_RESOLVED'));
