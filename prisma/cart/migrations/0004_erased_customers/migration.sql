-- CreateTable
CREATE TABLE "erased_customers" (
    "customer_id" UUID NOT NULL,

    CONSTRAINT "erased_customers_pkey" PRIMARY KEY ("customer_id")
);
