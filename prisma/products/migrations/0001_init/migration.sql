-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "categories" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT COLLATE "und-x-icu" NOT NULL,
    "parent_id" UUID,
    "ancestor_ids" UUID[],
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "categories_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "products" (
    "id" UUID NOT NULL,
    "sku" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT COLLATE "und-x-icu" NOT NULL,
    "description" TEXT,
    "brand" TEXT,
    "size" DOUBLE PRECISION NOT NULL,
    "unit" TEXT NOT NULL,
    "price" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "tax_rate" INTEGER NOT NULL,
    "image_urls" TEXT[],
    "attributes" JSONB NOT NULL DEFAULT '[]',
    "category_id" UUID NOT NULL,
    "tags" TEXT[],
    "status" TEXT NOT NULL DEFAULT 'ACTIVE',
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),
    "search" tsvector NOT NULL DEFAULT ''::tsvector,

    CONSTRAINT "products_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "categories_slug_key" ON "categories"("slug");

-- CreateIndex
CREATE INDEX "categories_parent_id_name_idx" ON "categories"("parent_id", "name");

-- CreateIndex
CREATE INDEX "categories_ancestor_ids_idx" ON "categories" USING GIN ("ancestor_ids");

-- CreateIndex
CREATE UNIQUE INDEX "products_sku_key" ON "products"("sku");

-- CreateIndex
CREATE UNIQUE INDEX "products_slug_key" ON "products"("slug");

-- CreateIndex
CREATE INDEX "products_category_id_name_id_idx" ON "products"("category_id", "name", "id");

-- CreateIndex
CREATE INDEX "products_sold_by_name_idx" ON "products"("name", "id") WHERE "status" = 'ACTIVE';

-- CreateIndex
CREATE INDEX "products_sold_by_price_idx" ON "products"("price", "id") WHERE "status" = 'ACTIVE';

-- CreateIndex
CREATE INDEX "products_sold_by_age_idx" ON "products"("created_at", "id") WHERE "status" = 'ACTIVE';

-- CreateIndex
CREATE INDEX "products_sold_by_brand_idx" ON "products"("brand") WHERE "status" = 'ACTIVE';

-- CreateIndex
CREATE INDEX "products_search_idx" ON "products" USING GIN ("search");

-- AddForeignKey
ALTER TABLE "categories" ADD CONSTRAINT "categories_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "categories"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "products" ADD CONSTRAINT "products_category_id_fkey" FOREIGN KEY ("category_id") REFERENCES "categories"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What must never be otherwise, whoever writes.
ALTER TABLE "categories"
  ADD CONSTRAINT "categories_slug_check" CHECK ("slug" ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND char_length("slug") <= 120),
  ADD CONSTRAINT "categories_name_check" CHECK (char_length("name") BETWEEN 1 AND 100),
  ADD CONSTRAINT "categories_depth_check" CHECK (cardinality("ancestor_ids") BETWEEN 1 AND 6),
  ADD CONSTRAINT "categories_path_check" CHECK (
    "ancestor_ids"[cardinality("ancestor_ids")] = "id"
    AND "ancestor_ids"[cardinality("ancestor_ids") - 1] IS NOT DISTINCT FROM "parent_id"
  ),
  ADD CONSTRAINT "categories_version_check" CHECK ("version" >= 1);

ALTER TABLE "products"
  ADD CONSTRAINT "products_sku_check" CHECK ("sku" ~ '^[A-Za-z0-9._-]{1,64}$'),
  ADD CONSTRAINT "products_slug_check" CHECK ("slug" ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND char_length("slug") <= 190),
  ADD CONSTRAINT "products_name_check" CHECK (char_length("name") BETWEEN 1 AND 200),
  ADD CONSTRAINT "products_description_check" CHECK (char_length("description") BETWEEN 1 AND 5000),
  ADD CONSTRAINT "products_brand_check" CHECK (char_length("brand") BETWEEN 1 AND 100),
  ADD CONSTRAINT "products_size_check" CHECK ("size" > 0),
  ADD CONSTRAINT "products_unit_check" CHECK ("unit" IN ('GRAM', 'KILOGRAM', 'MILLILITER', 'LITER', 'PIECE')),
  ADD CONSTRAINT "products_price_check" CHECK ("price" BETWEEN 1 AND 9007199254740991),
  ADD CONSTRAINT "products_currency_check" CHECK ("currency" ~ '^[A-Z]{3}$'),
  ADD CONSTRAINT "products_tax_rate_check" CHECK ("tax_rate" BETWEEN 0 AND 10000),
  ADD CONSTRAINT "products_images_check" CHECK (cardinality("image_urls") <= 10),
  ADD CONSTRAINT "products_attributes_check" CHECK (
    jsonb_typeof("attributes") = 'array' AND jsonb_array_length("attributes") <= 50
  ),
  ADD CONSTRAINT "products_tags_check" CHECK (cardinality("tags") <= 30),
  ADD CONSTRAINT "products_status_check" CHECK ("status" IN ('ACTIVE', 'ARCHIVED')),
  ADD CONSTRAINT "products_archived_check" CHECK (("status" = 'ARCHIVED') = ("deleted_at" IS NOT NULL)),
  ADD CONSTRAINT "products_version_check" CHECK ("version" >= 1);

-- Full text, weighted: name (A), brand and tags (B), categories from the top down (C), description (D). Each word is
-- there as it is written, for words that are still being typed, and by its English stem.
CREATE FUNCTION "product_words"(words text) RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$
  SELECT to_tsvector('simple', coalesce(words, '')) || to_tsvector('english', coalesce(words, ''))
$$;
CREATE FUNCTION "write_product_search"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."search" :=
    setweight(product_words(NEW."name"), 'A')
    || setweight(product_words(concat_ws(' ', NEW."brand", array_to_string(NEW."tags", ' '))), 'B')
    || setweight(product_words((
      SELECT string_agg(a."name", ' ') FROM "categories" c JOIN "categories" a ON a."id" = ANY (c."ancestor_ids")
      WHERE c."id" = NEW."category_id"
    )), 'C')
    || setweight(product_words(NEW."description"), 'D');
  RETURN NEW;
END
$$;
CREATE TRIGGER "products_search" BEFORE INSERT OR UPDATE OF "name", "brand", "tags", "category_id", "description", "search"
  ON "products" FOR EACH ROW EXECUTE FUNCTION "write_product_search"();
