-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "stores" (
    "id" UUID NOT NULL,
    "name" TEXT COLLATE "und-x-icu" NOT NULL,
    "lines" TEXT[],
    "city" TEXT NOT NULL,
    "postcode" TEXT NOT NULL,
    "country" TEXT NOT NULL,
    "latitude" DOUBLE PRECISION NOT NULL,
    "longitude" DOUBLE PRECISION NOT NULL,
    "instructions" TEXT,
    "radius_meters" INTEGER NOT NULL,
    "time_zone" TEXT NOT NULL,
    "opening_hours" JSONB NOT NULL,
    "delivery_fee" BIGINT NOT NULL,
    "free_delivery_from" BIGINT,
    "currency" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'OPEN',
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stores_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stock_items" (
    "id" UUID NOT NULL,
    "store_id" UUID NOT NULL,
    "product_id" UUID NOT NULL,
    "on_hand" INTEGER NOT NULL DEFAULT 0,
    "reserved" INTEGER NOT NULL DEFAULT 0,
    "threshold" INTEGER NOT NULL DEFAULT 5,
    "announced" TEXT NOT NULL DEFAULT 'OUT',
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stock_items_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stock_movements" (
    "stock_item_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "kind" TEXT NOT NULL,
    "on_hand_delta" INTEGER NOT NULL,
    "reserved_delta" INTEGER NOT NULL,
    "order_id" UUID,
    "actor_id" UUID,
    "reason" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stock_movements_pkey" PRIMARY KEY ("stock_item_id","version","id")
);

-- CreateTable
CREATE TABLE "reservations" (
    "order_id" UUID NOT NULL,
    "store_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "reservations_pkey" PRIMARY KEY ("order_id")
);

-- CreateTable
CREATE TABLE "reservation_lines" (
    "order_id" UUID NOT NULL,
    "product_id" UUID NOT NULL,
    "quantity" INTEGER NOT NULL,
    "committed" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "reservation_lines_pkey" PRIMARY KEY ("order_id","product_id")
);

-- CreateTable
CREATE TABLE "order_returns" (
    "order_id" UUID NOT NULL,
    "returned_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "restocked_at" TIMESTAMPTZ(3),
    "restocked_by" UUID,

    CONSTRAINT "order_returns_pkey" PRIMARY KEY ("order_id")
);

-- CreateIndex
CREATE INDEX "stores_name_id_idx" ON "stores"("name", "id");

-- CreateIndex
CREATE INDEX "stock_items_product_id_idx" ON "stock_items"("product_id");

-- CreateIndex
CREATE UNIQUE INDEX "stock_items_store_id_product_id_key" ON "stock_items"("store_id", "product_id");

-- CreateIndex
CREATE INDEX "reservations_held_expiry_idx" ON "reservations"("expires_at") WHERE "state" = 'HELD';

-- AddForeignKey
ALTER TABLE "stock_items" ADD CONSTRAINT "stock_items_store_id_fkey" FOREIGN KEY ("store_id") REFERENCES "stores"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_movements" ADD CONSTRAINT "stock_movements_stock_item_id_fkey" FOREIGN KEY ("stock_item_id") REFERENCES "stock_items"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reservation_lines" ADD CONSTRAINT "reservation_lines_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "reservations"("order_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_returns" ADD CONSTRAINT "order_returns_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "reservations"("order_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What must never be otherwise, whoever writes.
ALTER TABLE "stores"
  ADD CONSTRAINT "stores_name_check" CHECK (char_length("name") BETWEEN 1 AND 100),
  ADD CONSTRAINT "stores_lines_check" CHECK (cardinality("lines") BETWEEN 1 AND 3),
  ADD CONSTRAINT "stores_latitude_check" CHECK ("latitude" BETWEEN -90 AND 90),
  ADD CONSTRAINT "stores_longitude_check" CHECK ("longitude" BETWEEN -180 AND 180),
  ADD CONSTRAINT "stores_radius_check" CHECK ("radius_meters" BETWEEN 100 AND 50000),
  ADD CONSTRAINT "stores_opening_hours_check" CHECK (jsonb_typeof("opening_hours") = 'array' AND jsonb_array_length("opening_hours") <= 14),
  ADD CONSTRAINT "stores_delivery_fee_check" CHECK ("delivery_fee" BETWEEN 0 AND 9007199254740991),
  ADD CONSTRAINT "stores_free_delivery_check" CHECK ("free_delivery_from" BETWEEN 0 AND 9007199254740991),
  ADD CONSTRAINT "stores_currency_check" CHECK ("currency" ~ '^[A-Z]{3}$'),
  ADD CONSTRAINT "stores_status_check" CHECK ("status" IN ('OPEN', 'CLOSED')),
  ADD CONSTRAINT "stores_version_check" CHECK ("version" >= 1);

ALTER TABLE "stock_items"
  ADD CONSTRAINT "stock_items_on_hand_check" CHECK ("on_hand" BETWEEN 0 AND 1000000000),
  ADD CONSTRAINT "stock_items_reserved_check" CHECK ("reserved" >= 0),
  ADD CONSTRAINT "stock_items_never_oversold_check" CHECK ("reserved" <= "on_hand"),
  ADD CONSTRAINT "stock_items_threshold_check" CHECK ("threshold" BETWEEN 0 AND 1000000),
  ADD CONSTRAINT "stock_items_announced_check" CHECK ("announced" IN ('OUT', 'LOW', 'IN_STOCK')),
  ADD CONSTRAINT "stock_items_version_check" CHECK ("version" >= 0);

ALTER TABLE "stock_movements"
  ADD CONSTRAINT "stock_movements_kind_check" CHECK (
    CASE "kind"
      WHEN 'RECEIPT' THEN "on_hand_delta" > 0 AND "reserved_delta" = 0
      WHEN 'RESERVATION' THEN "on_hand_delta" = 0 AND "reserved_delta" > 0
      WHEN 'RELEASE' THEN "on_hand_delta" = 0 AND "reserved_delta" < 0
      WHEN 'COMMIT' THEN "on_hand_delta" < 0 AND "reserved_delta" = "on_hand_delta"
      WHEN 'ADJUSTMENT' THEN "on_hand_delta" <> 0 AND "reserved_delta" = 0
      WHEN 'RESTOCK' THEN "on_hand_delta" > 0 AND "reserved_delta" = 0
      ELSE false
    END
  ),
  ADD CONSTRAINT "stock_movements_order_check" CHECK (
    ("kind" IN ('RESERVATION', 'RELEASE', 'COMMIT', 'RESTOCK')) <= ("order_id" IS NOT NULL)
  ),
  ADD CONSTRAINT "stock_movements_reason_check" CHECK (char_length("reason") <= 200),
  ADD CONSTRAINT "stock_movements_version_check" CHECK ("version" >= 1);

ALTER TABLE "reservations"
  ADD CONSTRAINT "reservations_state_check" CHECK (
    "state" IN ('HELD', 'PERMANENT', 'COMMITTED', 'RELEASED', 'EXPIRED', 'REJECTED', 'LOST')
  ),
  ADD CONSTRAINT "reservations_expiry_check" CHECK (("state" = 'HELD') = ("expires_at" IS NOT NULL)),
  ADD CONSTRAINT "reservations_version_check" CHECK ("version" >= 1);

ALTER TABLE "reservation_lines"
  ADD CONSTRAINT "reservation_lines_quantity_check" CHECK ("quantity" >= 0),
  ADD CONSTRAINT "reservation_lines_committed_check" CHECK ("committed" >= 0);

ALTER TABLE "order_returns"
  ADD CONSTRAINT "order_returns_restock_check" CHECK (("restocked_at" IS NULL) = ("restocked_by" IS NULL));

-- The ledger is append-only: an entry is corrected by another one.
CREATE FUNCTION "refuse_change_of_ledger"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'stock_movements is append-only' USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER "stock_movements_append_only" BEFORE UPDATE OR DELETE ON "stock_movements"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change_of_ledger"();

-- Hot rows are updated in place: room on the page, and none of the columns that change is indexed.
ALTER TABLE "stock_items" SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);
ALTER TABLE "reservations" SET (fillfactor = 80);
