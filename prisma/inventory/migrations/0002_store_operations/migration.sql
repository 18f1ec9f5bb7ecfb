-- AlterTable
ALTER TABLE "stores" ADD COLUMN "closed_dates" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "stock_movements" ADD COLUMN "reason_code" TEXT;

-- CreateTable
CREATE TABLE "products" (
    "id" UUID NOT NULL,
    "is_archived" BOOLEAN NOT NULL,

    CONSTRAINT "products_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "store_audit_entries" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "store_id" UUID NOT NULL,
    "actor_id" UUID NOT NULL,
    "act" TEXT NOT NULL,
    "product_id" UUID,
    "order_id" UUID,
    "note" TEXT,
    "changes" JSONB NOT NULL DEFAULT '[]',
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "store_audit_entries_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "store_audit_entries_store_id_id_idx" ON "store_audit_entries"("store_id", "id");

-- AddForeignKey
ALTER TABLE "store_audit_entries" ADD CONSTRAINT "store_audit_entries_store_id_fkey" FOREIGN KEY ("store_id") REFERENCES "stores"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What must never be otherwise, whoever writes.
ALTER TABLE "stores"
  DROP CONSTRAINT "stores_status_check",
  ADD CONSTRAINT "stores_status_check" CHECK ("status" IN ('OPEN', 'PAUSED', 'CLOSED')),
  ADD CONSTRAINT "stores_closed_dates_check" CHECK (cardinality("closed_dates") <= 100);

ALTER TABLE "stock_movements"
  ADD CONSTRAINT "stock_movements_reason_code_check" CHECK (
    "reason_code" IS NULL
    OR ("kind" = 'ADJUSTMENT' AND "reason_code" IN
      ('DAMAGED', 'EXPIRED', 'LOST', 'STOLEN', 'FOUND', 'MISCOUNTED', 'OTHER'))
  );

ALTER TABLE "store_audit_entries"
  ADD CONSTRAINT "store_audit_entries_act_check" CHECK ("act" IN (
    'STORE_CREATED', 'STORE_UPDATED', 'STORE_PAUSED', 'STORE_RESUMED', 'STORE_CLOSED',
    'STOCK_RECEIVED', 'STOCK_ADJUSTED', 'STOCK_COUNTED', 'STOCK_THRESHOLD_SET', 'ORDER_RESTOCKED'
  )),
  ADD CONSTRAINT "store_audit_entries_note_check" CHECK (char_length("note") <= 200);

-- The audit is append-only, like the ledger.
CREATE FUNCTION "refuse_change_of_audit"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'store_audit_entries is append-only' USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER "store_audit_entries_append_only" BEFORE UPDATE OR DELETE ON "store_audit_entries"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change_of_audit"();
