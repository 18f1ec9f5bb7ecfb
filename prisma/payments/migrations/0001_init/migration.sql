
-- CreateTable
CREATE TABLE "payment_customers" (
    "customer_id" UUID NOT NULL,
    "provider_customer" TEXT,
    "method_count" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "payment_customers_pkey" PRIMARY KEY ("customer_id")
);

-- CreateTable
CREATE TABLE "payment_methods" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "provider_token" TEXT,
    "provider_customer" TEXT,
    "card_brand" TEXT,
    "card_last4" TEXT,
    "is_default" BOOLEAN NOT NULL DEFAULT false,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "payment_methods_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payments" (
    "id" UUID NOT NULL,
    "order_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "store_id" UUID NOT NULL,
    "amount" BIGINT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "status" TEXT NOT NULL,
    "phase" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "captured" BIGINT NOT NULL DEFAULT 0,
    "refunded" BIGINT NOT NULL DEFAULT 0,
    "refund_asked" BIGINT NOT NULL DEFAULT 0,
    "task_count" INTEGER NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "payments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment_attempts" (
    "id" UUID NOT NULL,
    "payment_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "method_id" UUID,
    "token" TEXT,
    "provider_customer" TEXT,
    "amount" BIGINT NOT NULL,
    "status" TEXT NOT NULL,
    "failure_reason" TEXT,
    "action_url" TEXT,
    "provider_ref" TEXT,
    "hold" TEXT NOT NULL DEFAULT 'NONE',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "payment_attempts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment_tasks" (
    "id" UUID NOT NULL,
    "payment_id" UUID NOT NULL,
    "attempt_id" UUID NOT NULL,
    "refund_id" UUID,
    "position" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "key_number" INTEGER NOT NULL DEFAULT 1,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "status" TEXT NOT NULL DEFAULT 'OPEN',
    "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "leased_until" TIMESTAMPTZ(3),
    "last_error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "payment_tasks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment_refunds" (
    "id" UUID NOT NULL,
    "payment_id" UUID NOT NULL,
    "amount" BIGINT NOT NULL,
    "reason" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'PENDING',
    "provider_ref" TEXT,
    "asked_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "payment_refunds_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment_history" (
    "payment_id" UUID NOT NULL,
    "sequence" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "detail" JSONB NOT NULL DEFAULT '{}',
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "payment_history_pkey" PRIMARY KEY ("payment_id","sequence")
);

-- CreateTable
CREATE TABLE "provider_events" (
    "id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "intent_ref" TEXT,
    "payment_id" UUID,
    "outcome" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "provider_events_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "payment_methods_customer_id_created_at_idx" ON "payment_methods"("customer_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "payments_order_id_key" ON "payments"("order_id");

-- CreateIndex
CREATE UNIQUE INDEX "payment_attempts_provider_ref_key" ON "payment_attempts"("provider_ref");

-- CreateIndex
CREATE UNIQUE INDEX "payment_attempts_payment_id_number_key" ON "payment_attempts"("payment_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "payment_tasks_payment_id_position_key" ON "payment_tasks"("payment_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "payment_refunds_provider_ref_key" ON "payment_refunds"("provider_ref");

-- CreateIndex
CREATE INDEX "payment_refunds_payment_id_idx" ON "payment_refunds"("payment_id");

-- CreateIndex
CREATE INDEX "provider_events_received_at_idx" ON "provider_events"("received_at");

-- AddForeignKey
ALTER TABLE "payment_attempts" ADD CONSTRAINT "payment_attempts_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment_tasks" ADD CONSTRAINT "payment_tasks_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment_tasks" ADD CONSTRAINT "payment_tasks_attempt_id_fkey" FOREIGN KEY ("attempt_id") REFERENCES "payment_attempts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment_tasks" ADD CONSTRAINT "payment_tasks_refund_id_fkey" FOREIGN KEY ("refund_id") REFERENCES "payment_refunds"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment_refunds" ADD CONSTRAINT "payment_refunds_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment_history" ADD CONSTRAINT "payment_history_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- Rules that hold whatever the code does.

ALTER TABLE "payment_customers"
  ADD CONSTRAINT "payment_customers_method_count" CHECK ("method_count" BETWEEN 0 AND 20);

ALTER TABLE "payment_methods"
  ADD CONSTRAINT "payment_methods_kind" CHECK ("kind" IN ('CARD', 'CASH')),
  ADD CONSTRAINT "payment_methods_card" CHECK (
    num_nonnulls("provider_token", "card_brand", "card_last4") = CASE "kind" WHEN 'CARD' THEN 3 ELSE 0 END
  ),
  ADD CONSTRAINT "payment_methods_default" CHECK (NOT "is_default" OR "deleted_at" IS NULL);
CREATE UNIQUE INDEX "payment_methods_one_default" ON "payment_methods" ("customer_id") WHERE "is_default";

ALTER TABLE "payments"
  ADD CONSTRAINT "payments_status" CHECK ("status" IN (
    'PENDING', 'ACTION_REQUIRED', 'AUTHORIZED', 'FAILED', 'CAPTURED', 'CAPTURE_FAILED', 'OVERDUE', 'VOIDED',
    'PARTIALLY_REFUNDED', 'REFUNDED'
  )),
  ADD CONSTRAINT "payments_phase" CHECK ("phase" IN ('PLACED', 'RESERVED', 'COMPLETED', 'ENDED')),
  ADD CONSTRAINT "payments_kind" CHECK ("kind" IN ('CARD', 'CASH')),
  ADD CONSTRAINT "payments_currency" CHECK ("currency" ~ '^[A-Z]{3}$'),
  ADD CONSTRAINT "payments_attempt" CHECK ("attempt" BETWEEN 0 AND 20),
  ADD CONSTRAINT "payments_version" CHECK ("version" > 0),
  ADD CONSTRAINT "payments_captured" CHECK ("captured" BETWEEN 0 AND "amount"),
  -- Never more is given back than was taken, whatever is on the way.
  ADD CONSTRAINT "payments_refunds" CHECK (
    0 <= "refunded" AND "refunded" <= "refund_asked" AND "refund_asked" <= "captured"
  );
-- The operator's list.
CREATE INDEX "payments_overdue" ON "payments" ("updated_at") WHERE "status" = 'OVERDUE';

ALTER TABLE "payment_attempts"
  ADD CONSTRAINT "payment_attempts_number" CHECK ("number" BETWEEN 1 AND 20),
  ADD CONSTRAINT "payment_attempts_kind" CHECK ("kind" IN ('CARD', 'CASH')),
  ADD CONSTRAINT "payment_attempts_amount" CHECK ("amount" >= 0),
  ADD CONSTRAINT "payment_attempts_status" CHECK (
    "status" IN ('PENDING', 'ACTION_REQUIRED', 'AUTHORIZED', 'FAILED', 'VOIDED', 'CAPTURED')
  ),
  ADD CONSTRAINT "payment_attempts_hold" CHECK ("hold" IN ('NONE', 'WAITING', 'HELD', 'TAKEN', 'GONE')),
  ADD CONSTRAINT "payment_attempts_failed" CHECK (("status" = 'FAILED') = ("failure_reason" IS NOT NULL)),
  ADD CONSTRAINT "payment_attempts_action" CHECK ("status" <> 'ACTION_REQUIRED' OR "action_url" IS NOT NULL);
-- One open attempt per payment.
CREATE UNIQUE INDEX "payment_attempts_one_open" ON "payment_attempts" ("payment_id")
  WHERE "status" IN ('PENDING', 'ACTION_REQUIRED', 'AUTHORIZED', 'CAPTURED');
-- What the reconciler compares with the provider.
CREATE INDEX "payment_attempts_unsettled" ON "payment_attempts" ("updated_at")
  WHERE "status" IN ('PENDING', 'ACTION_REQUIRED', 'AUTHORIZED') OR "hold" IN ('WAITING', 'HELD');

ALTER TABLE "payment_tasks"
  ADD CONSTRAINT "payment_tasks_kind" CHECK ("kind" IN ('AUTHORIZE', 'CAPTURE', 'VOID', 'REFUND')),
  ADD CONSTRAINT "payment_tasks_status" CHECK ("status" IN ('OPEN', 'DONE', 'GIVEN_UP')),
  ADD CONSTRAINT "payment_tasks_amount" CHECK ("amount" >= 0),
  ADD CONSTRAINT "payment_tasks_refund" CHECK (("kind" = 'REFUND') = ("refund_id" IS NOT NULL));
CREATE INDEX "payment_tasks_due" ON "payment_tasks" ("due_at") WHERE "status" = 'OPEN';
CREATE UNIQUE INDEX "payment_tasks_one_open" ON "payment_tasks" ("attempt_id", "kind")
  WHERE "status" = 'OPEN' AND "kind" <> 'REFUND';

ALTER TABLE "payment_refunds"
  ADD CONSTRAINT "payment_refunds_amount" CHECK ("amount" > 0),
  ADD CONSTRAINT "payment_refunds_reason" CHECK (char_length("reason") BETWEEN 1 AND 200),
  ADD CONSTRAINT "payment_refunds_status" CHECK ("status" IN ('PENDING', 'SUCCEEDED', 'FAILED'));

ALTER TABLE "payment_history" ADD CONSTRAINT "payment_history_sequence" CHECK ("sequence" > 0);
