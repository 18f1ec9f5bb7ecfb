-- CreateTable
CREATE TABLE "open_orders" (
    "order_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,

    CONSTRAINT "open_orders_pkey" PRIMARY KEY ("order_id")
);

-- CreateIndex
CREATE INDEX "open_orders_customer_id_idx" ON "open_orders"("customer_id");
