-- How the order is handed over (cash needs somebody at the door), and its lines, by which refunds are bounded.
ALTER TABLE "payments"
  ADD COLUMN "handover" TEXT NOT NULL DEFAULT 'CODE',
  ADD COLUMN "lines" JSONB NOT NULL DEFAULT '[]',
  ADD CONSTRAINT "payments_handover" CHECK ("handover" IN ('CODE', 'LEFT_AT_DOOR'));

-- The order's lines that a refund is for; empty for a refund of the payment as a whole.
ALTER TABLE "payment_refunds" ADD COLUMN "lines" JSONB NOT NULL DEFAULT '[]';

-- Staff's list, newest first: of a store, and by status.
CREATE INDEX "payments_store_id_id_idx" ON "payments" ("store_id", "id" DESC);
CREATE INDEX "payments_status_id_idx" ON "payments" ("status", "id" DESC);

-- CreateTable
CREATE TABLE "payment_disputes" (
    "provider_ref" TEXT NOT NULL,
    "payment_id" UUID NOT NULL,
    "status" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "payment_disputes_pkey" PRIMARY KEY ("provider_ref")
);

-- CreateTable
CREATE TABLE "payment_alerts" (
    "payment_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "detail" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "payment_alerts_pkey" PRIMARY KEY ("payment_id","kind","detail")
);

-- CreateTable
CREATE TABLE "payment_audit" (
    "id" UUID NOT NULL,
    "payment_id" UUID NOT NULL,
    "actor_id" UUID NOT NULL,
    "action" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "payment_audit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment_budgets" (
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "used" BIGINT NOT NULL,
    "resets_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payment_budgets_pkey" PRIMARY KEY ("kind","subject")
);

-- CreateIndex
CREATE INDEX "payment_disputes_payment_id_idx" ON "payment_disputes"("payment_id");

-- CreateIndex
CREATE INDEX "payment_audit_payment_id_idx" ON "payment_audit"("payment_id");

-- AddForeignKey
ALTER TABLE "payment_disputes" ADD CONSTRAINT "payment_disputes_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment_alerts" ADD CONSTRAINT "payment_alerts_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment_audit" ADD CONSTRAINT "payment_audit_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Rules that hold whatever the code does.
ALTER TABLE "payment_disputes"
  ADD CONSTRAINT "payment_disputes_status" CHECK ("status" IN ('OPEN', 'WON', 'LOST')),
  ADD CONSTRAINT "payment_disputes_amount" CHECK ("amount" >= 0);
ALTER TABLE "payment_alerts"
  ADD CONSTRAINT "payment_alerts_kind" CHECK ("kind" IN ('REFUND_FAILED', 'DISPUTED', 'AMOUNT_MISMATCH'));
ALTER TABLE "payment_audit"
  ADD CONSTRAINT "payment_audit_action" CHECK ("action" IN ('REFUND_REQUESTED')),
  ADD CONSTRAINT "payment_audit_amount" CHECK ("amount" > 0);
ALTER TABLE "payment_budgets" ADD CONSTRAINT "payment_budgets_used" CHECK ("used" > 0);
