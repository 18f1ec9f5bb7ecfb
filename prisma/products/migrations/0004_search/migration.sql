-- CreateTable
CREATE TABLE "search_documents" (
    "product_id" UUID NOT NULL,
    "is_active" BOOLEAN NOT NULL,
    "category_id" UUID NOT NULL,
    "brand_id" INTEGER,
    "tag_set_id" INTEGER NOT NULL,
    "price" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "name_words" INTEGER NOT NULL,
    "analysis" INTEGER NOT NULL,
    "stores" BIGINT[],
    "search" tsvector NOT NULL,

    CONSTRAINT "search_documents_pkey" PRIMARY KEY ("product_id")
);

-- CreateTable
CREATE TABLE "search_brands" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "search_brands_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "search_tag_sets" (
    "id" SERIAL NOT NULL,
    "key" TEXT NOT NULL,
    "tags" TEXT[],

    CONSTRAINT "search_tag_sets_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "search_words" (
    "word" TEXT COLLATE "C" NOT NULL,
    "display" TEXT NOT NULL,
    "english" TEXT,
    "german" TEXT,
    "documents" INTEGER NOT NULL,

    CONSTRAINT "search_words_pkey" PRIMARY KEY ("word")
);

-- CreateTable
CREATE TABLE "search_spellings" (
    "deletion" TEXT COLLATE "C" NOT NULL,
    "word" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "search_spellings_pkey" PRIMARY KEY ("deletion","word")
);

-- CreateTable
CREATE TABLE "search_compounds" (
    "part" TEXT COLLATE "C" NOT NULL,
    "word" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "search_compounds_pkey" PRIMARY KEY ("part","word")
);

-- CreateTable
CREATE TABLE "search_synonyms" (
    "id" UUID NOT NULL,
    "terms" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "search_synonyms_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "search_synonym_keys" (
    "synonyms_id" UUID NOT NULL,
    "term" TEXT COLLATE "C" NOT NULL,
    "key" TEXT COLLATE "C" NOT NULL,
    "query" TEXT NOT NULL,

    CONSTRAINT "search_synonym_keys_pkey" PRIMARY KEY ("synonyms_id","term","key")
);

-- CreateTable
CREATE TABLE "search_pins" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "search" TEXT NOT NULL,
    "product_ids" UUID[],
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "search_pins_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stores" (
    "id" UUID NOT NULL,
    "number" SERIAL NOT NULL,

    CONSTRAINT "stores_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "store_stock" (
    "store_id" UUID NOT NULL,
    "product_id" UUID NOT NULL,
    "is_available" BOOLEAN NOT NULL,

    CONSTRAINT "store_stock_pkey" PRIMARY KEY ("product_id","store_id")
);

-- CreateIndex
CREATE INDEX "search_documents_search_idx" ON "search_documents" USING GIN ("search") WITH (fastupdate = off);

-- CreateIndex
CREATE INDEX "search_documents_category_id_idx" ON "search_documents"("category_id");

-- CreateIndex
CREATE INDEX "search_documents_analysis_idx" ON "search_documents"("analysis");

-- CreateIndex
CREATE UNIQUE INDEX "search_brands_name_key" ON "search_brands"("name");

-- CreateIndex
CREATE UNIQUE INDEX "search_tag_sets_key_key" ON "search_tag_sets"("key");

-- CreateIndex
CREATE INDEX "search_tag_sets_tags_idx" ON "search_tag_sets" USING GIN ("tags");

-- CreateIndex
CREATE INDEX "search_words_english_idx" ON "search_words"("english");

-- CreateIndex
CREATE INDEX "search_words_german_idx" ON "search_words"("german");

-- CreateIndex
CREATE INDEX "search_synonym_keys_key_idx" ON "search_synonym_keys"("key");

-- CreateIndex
CREATE UNIQUE INDEX "search_pins_key_key" ON "search_pins"("key");

-- CreateIndex
CREATE UNIQUE INDEX "stores_number_key" ON "stores"("number");

-- AddForeignKey
ALTER TABLE "search_documents" ADD CONSTRAINT "search_documents_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "products"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "search_synonym_keys" ADD CONSTRAINT "search_synonym_keys_synonyms_id_fkey" FOREIGN KEY ("synonyms_id") REFERENCES "search_synonyms"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Rows stay narrow, because a search reads many: the words are beside them. Room for the stores, which change often and
-- are in no index.
ALTER TABLE "search_documents" SET (toast_tuple_target = 128, fillfactor = 85);
ALTER TABLE "search_documents" ALTER COLUMN "search" SET STORAGE EXTERNAL;

-- What must never be otherwise, whoever writes.
ALTER TABLE "search_synonyms" ADD CONSTRAINT "search_synonyms_terms_check" CHECK (cardinality("terms") BETWEEN 2 AND 20);
ALTER TABLE "search_pins" ADD CONSTRAINT "search_pins_products_check" CHECK (cardinality("product_ids") BETWEEN 1 AND 20);

-- Documents of what is there, with the words as they were: the job `index-search` writes those of analysis 0 anew.
INSERT INTO "search_tag_sets" ("key", "tags") VALUES ('[]', '{}');
INSERT INTO "search_documents" ("product_id", "is_active", "category_id", "brand_id", "tag_set_id", "price", "created_at",
  "name_words", "analysis", "stores", "search")
SELECT "id", "status" = 'ACTIVE', "category_id", NULL, (SELECT "id" FROM "search_tag_sets"), "price", "created_at", 1, 0, '{}',
  "search" FROM "products";

-- The words are no longer written by a trigger.
DROP TRIGGER "products_search" ON "products";
DROP FUNCTION "write_product_search"();
ALTER TABLE "products" DROP COLUMN "search";
DROP FUNCTION "product_query"(text);
DROP FUNCTION "product_words"(text);
DROP FUNCTION "plain_words"(text);
DROP FUNCTION "spell_umlauts"(text);
DROP FUNCTION "split_words"(text);
DROP FUNCTION "fold_text"(text);

-- The bits of the stores that have a product.
CREATE FUNCTION "store_bits"(product uuid) RETURNS bigint[] LANGUAGE sql STABLE AS $$
  SELECT coalesce(array_agg(coalesce(bits, 0) ORDER BY element), '{}')
  FROM generate_series(0, (
    SELECT max(number) / 63 FROM store_stock JOIN stores ON id = store_id WHERE product_id = product AND is_available
  )) AS element
  LEFT JOIN (
    SELECT number / 63 AS element, bit_or(1::bigint << (number % 63)) AS bits
    FROM store_stock JOIN stores ON id = store_id WHERE product_id = product AND is_available GROUP BY 1
  ) AS stocked USING (element)
$$;
