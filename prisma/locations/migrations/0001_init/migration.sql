-- Typing errors are found by trigrams, the nearest places by a GiST index over points of the unit sphere.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS cube;

-- CreateTable
CREATE TABLE "places" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "street" TEXT,
    "house_number" TEXT,
    "postcode" TEXT,
    "city" TEXT,
    "country" TEXT NOT NULL,
    "latitude" DOUBLE PRECISION NOT NULL,
    "longitude" DOUBLE PRECISION NOT NULL,
    "weight" DOUBLE PRECISION NOT NULL,
    "search_text" TEXT COLLATE "C" NOT NULL,
    "street_key" TEXT,
    "house_key" TEXT,
    "area" BIGINT NOT NULL,
    "imported_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "places_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "places_kind" CHECK ("kind" IN ('CITY', 'DISTRICT', 'STREET', 'ADDRESS')),
    CONSTRAINT "places_street" CHECK (
        ("kind" IN ('STREET', 'ADDRESS')) = ("street" IS NOT NULL)
        AND ("street" IS NULL) = ("street_key" IS NULL)
        AND ("kind" = 'ADDRESS') = ("house_number" IS NOT NULL)
        AND ("house_number" IS NULL) = ("house_key" IS NULL)
    ),
    CONSTRAINT "places_country" CHECK ("country" ~ '^[A-Z]{2}$'),
    CONSTRAINT "places_latitude" CHECK ("latitude" BETWEEN -90 AND 90),
    CONSTRAINT "places_longitude" CHECK ("longitude" BETWEEN -180 AND 180),
    CONSTRAINT "places_search_text" CHECK (length("search_text") BETWEEN 1 AND 400)
);

-- CreateIndex
CREATE INDEX "places_search_text_weight_id_idx" ON "places"("search_text", "weight", "id");

-- CreateIndex
CREATE INDEX "places_area_search_text_idx" ON "places"("area", "search_text");

-- CreateIndex
CREATE INDEX "places_country_street_key_house_key_idx" ON "places"("country", "street_key", "house_key");

-- CreateIndex
CREATE INDEX "places_trigrams_idx" ON "places" USING gin ("search_text" gin_trgm_ops) WHERE "kind" <> 'ADDRESS';

-- Prisma cannot describe this one.
CREATE INDEX "places_sphere_idx" ON "places" USING gist (cube(ARRAY[
    cos(radians("latitude")) * cos(radians("longitude")),
    cos(radians("latitude")) * sin(radians("longitude")),
    sin(radians("latitude"))
]));

-- Cities, districts and streets that contain something like `query`, the most similar first. Addresses are found by their
-- street and number: numbers are typed right or wrong, not similar. A function, because the index compares with the
-- threshold of the session.
CREATE FUNCTION similar_places(query TEXT, max_rows INTEGER)
RETURNS TABLE (id TEXT, similarity DOUBLE PRECISION)
LANGUAGE sql STABLE ROWS 50
SET pg_trgm.word_similarity_threshold = 0.6
AS $$
    SELECT p.id, word_similarity(query, p.search_text)::float8
    FROM places p
    WHERE p.search_text %> query AND p.kind <> 'ADDRESS'
    ORDER BY 2 DESC, p.weight DESC
    LIMIT max_rows
$$;
