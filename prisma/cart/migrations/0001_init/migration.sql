-- CreateTable
CREATE TABLE "carts" (
    "id" UUID NOT NULL,
    "customer_id" UUID,
    "token_hash" TEXT,
    "store_id" UUID,
    "address" JSONB,
    "tip" BIGINT NOT NULL DEFAULT 0,
    "handover" TEXT NOT NULL DEFAULT 'CODE',
    "order_no" INTEGER NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "carts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "cart_lines" (
    "id" UUID NOT NULL,
    "cart_id" UUID NOT NULL,
    "product_id" UUID NOT NULL,
    "quantity" INTEGER NOT NULL,
    "note" TEXT,
    "substitution" TEXT NOT NULL,
    "added_price" BIGINT NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "cart_lines_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "cart_lines_in_order" (
    "order_id" UUID NOT NULL,
    "line_id" UUID NOT NULL,
    "cart_id" UUID NOT NULL,
    "product_id" UUID NOT NULL,
    "quantity" INTEGER NOT NULL,
    "note" TEXT,
    "substitution" TEXT NOT NULL,
    "added_price" BIGINT NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "cart_lines_in_order_pkey" PRIMARY KEY ("order_id","line_id")
);

-- CreateTable
CREATE TABLE "products" (
    "id" UUID NOT NULL,
    "sku" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "packaging" TEXT NOT NULL,
    "image_url" TEXT,
    "price" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "tax_rate" INTEGER NOT NULL,
    "is_sold" BOOLEAN NOT NULL,

    CONSTRAINT "products_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stores" (
    "id" UUID NOT NULL,
    "state" JSONB NOT NULL,

    CONSTRAINT "stores_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stock" (
    "store_id" UUID NOT NULL,
    "product_id" UUID NOT NULL,
    "available" INTEGER NOT NULL,

    CONSTRAINT "stock_pkey" PRIMARY KEY ("store_id","product_id")
);

-- CreateTable
CREATE TABLE "address_books" (
    "user_id" UUID NOT NULL,
    "addresses" JSONB NOT NULL,

    CONSTRAINT "address_books_pkey" PRIMARY KEY ("user_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "carts_token_hash_key" ON "carts"("token_hash");

-- CreateIndex
CREATE INDEX "carts_customer_id_created_at_idx" ON "carts"("customer_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "cart_lines_cart_id_product_id_key" ON "cart_lines"("cart_id", "product_id");

-- CreateIndex
CREATE INDEX "cart_lines_in_order_cart_id_idx" ON "cart_lines_in_order"("cart_id");

-- AddForeignKey
ALTER TABLE "cart_lines" ADD CONSTRAINT "cart_lines_cart_id_fkey" FOREIGN KEY ("cart_id") REFERENCES "carts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cart_lines_in_order" ADD CONSTRAINT "cart_lines_in_order_cart_id_fkey" FOREIGN KEY ("cart_id") REFERENCES "carts"("id") ON DELETE CASCADE ON UPDATE CASCADE;



-- Invariants that Prisma cannot express.
ALTER TABLE "carts"
  ADD CONSTRAINT "carts_one_owner" CHECK (("customer_id" IS NULL) <> ("token_hash" IS NULL)),
  ADD CONSTRAINT "carts_tip" CHECK ("tip" BETWEEN 0 AND 10000),
  ADD CONSTRAINT "carts_handover" CHECK ("handover" IN ('CODE', 'LEFT_AT_DOOR')),
  ADD CONSTRAINT "carts_order_no" CHECK ("order_no" >= 0),
  ADD CONSTRAINT "carts_version" CHECK ("version" > 0);

ALTER TABLE "cart_lines"
  ADD CONSTRAINT "cart_lines_quantity" CHECK ("quantity" BETWEEN 1 AND 99),
  ADD CONSTRAINT "cart_lines_substitution" CHECK ("substitution" IN ('ALLOW', 'DENY', 'ASK')),
  ADD CONSTRAINT "cart_lines_added_price" CHECK ("added_price" >= 0);

ALTER TABLE "cart_lines_in_order"
  ADD CONSTRAINT "cart_lines_in_order_quantity" CHECK ("quantity" BETWEEN 1 AND 99);

ALTER TABLE "products"
  ADD CONSTRAINT "products_price" CHECK ("price" >= 0),
  ADD CONSTRAINT "products_tax_rate" CHECK ("tax_rate" BETWEEN 0 AND 10000);
