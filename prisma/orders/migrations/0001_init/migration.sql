-- CreateEnum
CREATE TYPE "order_status" AS ENUM ('PLACED', 'RESERVED', 'CONFIRMED', 'PACKING', 'READY', 'OUT_FOR_DELIVERY', 'DELIVERED', 'RETURNING', 'RETURNED', 'CANCELLED');

-- CreateEnum
CREATE TYPE "cancel_reason" AS ENUM ('CUSTOMER_REQUEST', 'STAFF_REQUEST', 'OUT_OF_STOCK', 'STOCK_LOST', 'RESERVATION_TIMEOUT', 'PAYMENT_TIMEOUT', 'STORE_TIMEOUT', 'NO_COURIER');

-- CreateEnum
CREATE TYPE "order_step_kind" AS ENUM ('PLACED', 'RESERVED', 'CONFIRMED', 'PACKING_STARTED', 'READY', 'PICKED_UP', 'DELIVERED', 'DELIVERY_FAILED', 'RETURNED', 'CANCEL_REQUESTED', 'CANCEL_REFUSED', 'CANCELLED', 'PAYMENT_FAILED', 'PAYMENT_ACTION_REQUIRED', 'PAYMENT_UPDATED', 'DELIVERY_UPDATED');

-- CreateEnum
CREATE TYPE "payment_status" AS ENUM ('PENDING', 'ACTION_REQUIRED', 'FAILED', 'AUTHORIZED', 'CAPTURE_FAILED', 'CAPTURE_OVERDUE', 'CAPTURED', 'VOIDED', 'REFUNDED');

-- CreateEnum
CREATE TYPE "delivery_status" AS ENUM ('SCHEDULED', 'ASSIGNED', 'AT_STORE', 'PICKED_UP', 'NEARBY', 'DELIVERED', 'FAILED', 'RETURNING', 'RETURNED', 'CANCELLED');

-- CreateEnum
CREATE TYPE "handover" AS ENUM ('CODE', 'LEFT_AT_DOOR');

-- CreateEnum
CREATE TYPE "substitution" AS ENUM ('ALLOW', 'DENY', 'ASK');

-- CreateEnum
CREATE TYPE "alert_kind" AS ENUM ('STUCK', 'CANCEL_UNANSWERED');

-- CreateTable
CREATE TABLE "orders" (
    "id" UUID NOT NULL,
    "number" SERIAL NOT NULL,
    "status" "order_status" NOT NULL,
    "version" INTEGER NOT NULL,
    "quote_id" UUID NOT NULL,
    "cart_id" UUID NOT NULL,
    "cart_order_no" INTEGER NOT NULL,
    "customer_id" UUID NOT NULL,
    "store_id" UUID NOT NULL,
    "payment_method_id" UUID NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "subtotal" BIGINT NOT NULL,
    "discount" BIGINT NOT NULL,
    "delivery_fee" BIGINT NOT NULL,
    "tip" BIGINT NOT NULL,
    "tax" BIGINT NOT NULL,
    "total" BIGINT NOT NULL,
    "pickup" JSONB NOT NULL,
    "dropoff" JSONB NOT NULL,
    "handover" "handover" NOT NULL,
    "promise_from" TIMESTAMPTZ(3) NOT NULL,
    "promise_to" TIMESTAMPTZ(3) NOT NULL,
    "payment_status" "payment_status" NOT NULL DEFAULT 'PENDING',
    "payment_attempt" INTEGER NOT NULL DEFAULT 0,
    "refunded" BIGINT NOT NULL DEFAULT 0,
    "delivery_status" "delivery_status",
    "courier_id" UUID,
    "eta" TIMESTAMPTZ(3),
    "cancel_requested" "cancel_reason",
    "cancel_reason" "cancel_reason",
    "confirmed_at" TIMESTAMPTZ(3),
    "placed_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "orders_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "order_lines" (
    "id" UUID NOT NULL,
    "order_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "line_id" UUID NOT NULL,
    "product_id" UUID NOT NULL,
    "sku" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "packaging" TEXT NOT NULL,
    "image_url" TEXT,
    "quantity" INTEGER NOT NULL,
    "unit_price" BIGINT NOT NULL,
    "discount" BIGINT NOT NULL,
    "total" BIGINT NOT NULL,
    "tax" BIGINT NOT NULL,
    "tax_rate" INTEGER NOT NULL,
    "note" TEXT,
    "substitution" "substitution" NOT NULL,

    CONSTRAINT "order_lines_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "order_steps" (
    "order_id" UUID NOT NULL,
    "sequence" INTEGER NOT NULL,
    "kind" "order_step_kind" NOT NULL,
    "status" "order_status" NOT NULL,
    "detail" TEXT,
    "actor_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "order_steps_pkey" PRIMARY KEY ("order_id","sequence")
);

-- CreateTable
CREATE TABLE "order_alerts" (
    "id" UUID NOT NULL,
    "order_id" UUID NOT NULL,
    "kind" "alert_kind" NOT NULL,
    "status" "order_status" NOT NULL,
    "message" TEXT NOT NULL,
    "raised_at" TIMESTAMPTZ(3) NOT NULL,
    "resolved_at" TIMESTAMPTZ(3),

    CONSTRAINT "order_alerts_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "orders_number_key" ON "orders"("number");

-- CreateIndex
CREATE UNIQUE INDEX "orders_quote_id_key" ON "orders"("quote_id");

-- CreateIndex
CREATE INDEX "orders_customer_id_placed_at_id_idx" ON "orders"("customer_id", "placed_at", "id");

-- CreateIndex
CREATE INDEX "orders_store_id_placed_at_id_idx" ON "orders"("store_id", "placed_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "orders_cart_id_cart_order_no_key" ON "orders"("cart_id", "cart_order_no");

-- CreateIndex
CREATE UNIQUE INDEX "order_lines_order_id_position_key" ON "order_lines"("order_id", "position");

-- CreateIndex
CREATE INDEX "order_alerts_order_id_idx" ON "order_alerts"("order_id");

-- AddForeignKey
ALTER TABLE "order_lines" ADD CONSTRAINT "order_lines_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_steps" ADD CONSTRAINT "order_steps_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_alerts" ADD CONSTRAINT "order_alerts_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- By hand: what Prisma cannot say.

-- One order in placement per cart.
CREATE UNIQUE INDEX "orders_one_in_placement_per_cart" ON "orders"("cart_id") WHERE "status" IN ('PLACED', 'RESERVED');

-- The feed of a store: its unfinished orders, oldest first.
CREATE INDEX "orders_unfinished_of_store" ON "orders"("store_id", "placed_at", "id")
  WHERE "status" NOT IN ('DELIVERED', 'RETURNED', 'CANCELLED');

-- One open alert per matter.
CREATE UNIQUE INDEX "order_alerts_one_open" ON "order_alerts"("order_id", "kind", "status") WHERE "resolved_at" IS NULL;

ALTER TABLE "orders"
  ADD CONSTRAINT "orders_version_check" CHECK ("version" >= 1),
  ADD CONSTRAINT "orders_cart_order_no_check" CHECK ("cart_order_no" >= 1),
  ADD CONSTRAINT "orders_currency_check" CHECK ("currency" ~ '^[A-Z]{3}$'),
  ADD CONSTRAINT "orders_amounts_check" CHECK (
    "subtotal" >= 0 AND "discount" >= 0 AND "delivery_fee" >= 0 AND "tip" >= 0 AND "tax" >= 0 AND "total" >= 0),
  ADD CONSTRAINT "orders_total_check" CHECK ("total" = "subtotal" - "discount" + "delivery_fee" + "tip"),
  ADD CONSTRAINT "orders_refunded_check" CHECK ("refunded" >= 0 AND "refunded" <= "total"),
  ADD CONSTRAINT "orders_promise_check" CHECK ("promise_from" <= "promise_to"),
  ADD CONSTRAINT "orders_payment_attempt_check" CHECK ("payment_attempt" >= 0),
  ADD CONSTRAINT "orders_cancel_reason_check" CHECK (("status" = 'CANCELLED') = ("cancel_reason" IS NOT NULL)),
  ADD CONSTRAINT "orders_cancel_requested_check" CHECK (
    "cancel_requested" IS NULL OR "status" IN ('CONFIRMED', 'PACKING', 'READY', 'OUT_FOR_DELIVERY')),
  ADD CONSTRAINT "orders_confirmed_at_check" CHECK (
    "status" = 'CANCELLED' OR ("status" IN ('PLACED', 'RESERVED')) = ("confirmed_at" IS NULL));

ALTER TABLE "order_lines"
  ADD CONSTRAINT "order_lines_position_check" CHECK ("position" BETWEEN 1 AND 100),
  ADD CONSTRAINT "order_lines_quantity_check" CHECK ("quantity" >= 1),
  ADD CONSTRAINT "order_lines_amounts_check" CHECK (
    "unit_price" >= 0 AND "discount" >= 0 AND "total" >= 0 AND "tax" >= 0 AND "tax" <= "total"),
  ADD CONSTRAINT "order_lines_total_check" CHECK ("total" = "quantity" * "unit_price" - "discount"),
  ADD CONSTRAINT "order_lines_tax_rate_check" CHECK ("tax_rate" BETWEEN 0 AND 10000);

ALTER TABLE "order_steps" ADD CONSTRAINT "order_steps_sequence_check" CHECK ("sequence" >= 1);

ALTER TABLE "order_alerts"
  ADD CONSTRAINT "order_alerts_resolved_at_check" CHECK ("resolved_at" IS NULL OR "resolved_at" >= "raised_at");
