-- CreateTable
CREATE TABLE "invoice_counters" (
    "store_id" UUID NOT NULL,
    "year" INTEGER NOT NULL,
    "last" INTEGER NOT NULL,

    CONSTRAINT "invoice_counters_pkey" PRIMARY KEY ("store_id", "year")
);

-- CreateTable
CREATE TABLE "invoices" (
    "order_id" UUID NOT NULL,
    "store_id" UUID NOT NULL,
    "year" INTEGER NOT NULL,
    "serial" INTEGER NOT NULL,
    "seller" JSONB NOT NULL,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "invoices_pkey" PRIMARY KEY ("order_id")
);

-- CreateTable
CREATE TABLE "link_keys" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "key" BYTEA NOT NULL,

    CONSTRAINT "link_keys_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "invoices_store_id_year_serial_key" ON "invoices"("store_id", "year", "serial");

-- AddForeignKey
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- By hand: what Prisma cannot say.
ALTER TABLE "invoice_counters" ADD CONSTRAINT "invoice_counters_last_check" CHECK ("last" > 0);
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_serial_check" CHECK ("serial" > 0);
ALTER TABLE "link_keys" ADD CONSTRAINT "link_keys_one_check" CHECK ("id" = 1 AND length("key") = 32);
-- The key that signs links: one for all processes of this service, of 244 random bits.
INSERT INTO "link_keys" ("key") VALUES (sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')));
