ALTER TABLE "products"
  ADD COLUMN "compare_at_price" BIGINT,
  ADD COLUMN "deposit" BIGINT,
  ADD COLUMN "ingredients" TEXT,
  ADD COLUMN "nutrition" JSONB,
  ADD COLUMN "origin" TEXT,
  ADD COLUMN "storage" TEXT NOT NULL DEFAULT 'AMBIENT',
  ADD COLUMN "allergens" TEXT[] NOT NULL DEFAULT '{}',
  ADD COLUMN "min_per_order" INTEGER NOT NULL DEFAULT 1,
  ADD COLUMN "max_per_order" INTEGER;

ALTER TABLE "products"
  ADD CONSTRAINT "products_compare_at_price_check" CHECK ("compare_at_price" BETWEEN 1 AND 1000000000),
  -- It is a part of the price.
  ADD CONSTRAINT "products_deposit_check" CHECK ("deposit" >= 1 AND "deposit" < "price"),
  ADD CONSTRAINT "products_ingredients_check" CHECK (char_length("ingredients") BETWEEN 1 AND 5000),
  ADD CONSTRAINT "products_nutrition_check" CHECK (jsonb_typeof("nutrition") = 'object'),
  ADD CONSTRAINT "products_origin_check" CHECK ("origin" ~ '^[A-Z]{2}$'),
  ADD CONSTRAINT "products_storage_check" CHECK ("storage" IN ('AMBIENT', 'CHILLED', 'FROZEN')),
  ADD CONSTRAINT "products_allergens_check" CHECK (cardinality("allergens") <= 14),
  ADD CONSTRAINT "products_per_order_check" CHECK (
    "min_per_order" BETWEEN 1 AND 99
    AND ("max_per_order" IS NULL OR "max_per_order" BETWEEN "min_per_order" AND 99)
  );

-- CreateTable
CREATE TABLE "price_history" (
    "product_id" UUID NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "price" BIGINT NOT NULL,

    CONSTRAINT "price_history_pkey" PRIMARY KEY ("product_id","since")
);

-- AddForeignKey
ALTER TABLE "price_history" ADD CONSTRAINT "price_history_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "products"("id") ON DELETE CASCADE ON UPDATE CASCADE;

INSERT INTO "price_history" ("product_id", "since", "price") SELECT "id", "created_at", "price" FROM "products";

-- Notes each price, whoever writes it, and forgets what ended 30 days before: nothing is compared with that.
CREATE FUNCTION "note_price"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "price_history" ("product_id", "since", "price") VALUES (NEW."id", NEW."updated_at", NEW."price")
  ON CONFLICT ("product_id", "since") DO UPDATE SET "price" = excluded."price";
  DELETE FROM "price_history" h
   WHERE h."product_id" = NEW."id" AND EXISTS (
     SELECT FROM "price_history" later
      WHERE later."product_id" = h."product_id" AND later."since" > h."since"
        AND later."since" <= NEW."updated_at" - interval '30 days');
  RETURN NULL;
END
$$;
CREATE TRIGGER "products_first_price" AFTER INSERT ON "products" FOR EACH ROW EXECUTE FUNCTION "note_price"();
CREATE TRIGGER "products_price" AFTER UPDATE OF "price" ON "products" FOR EACH ROW
  WHEN (OLD."price" <> NEW."price") EXECUTE FUNCTION "note_price"();
