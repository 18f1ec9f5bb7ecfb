-- CreateTable
CREATE TABLE "past_orders" (
    "order_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "lines" JSONB NOT NULL,
    "placed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "past_orders_pkey" PRIMARY KEY ("order_id")
);

-- CreateIndex
CREATE INDEX "past_orders_customer_id_placed_at_idx" ON "past_orders"("customer_id", "placed_at");
