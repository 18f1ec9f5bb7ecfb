-- CreateTable
CREATE TABLE "payment_methods" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "kind" "payment_method_kind" NOT NULL,

    CONSTRAINT "payment_methods_pkey" PRIMARY KEY ("id")
);
