-- CreateTable
CREATE TABLE "audit_entries" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "action" TEXT NOT NULL,
    "actor_id" UUID,
    "subject_id" UUID,
    "ip" TEXT,
    "changes" JSONB NOT NULL,

    CONSTRAINT "audit_entries_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "audit_entries_subject_id_id_idx" ON "audit_entries"("subject_id", "id" DESC);

-- CreateIndex
CREATE INDEX "audit_entries_actor_id_id_idx" ON "audit_entries"("actor_id", "id" DESC);

-- AlterTable
ALTER TABLE "categories" ADD COLUMN "status" TEXT NOT NULL DEFAULT 'ACTIVE';

-- What must never be otherwise, whoever writes.
ALTER TABLE "audit_entries"
  ADD CONSTRAINT "audit_entries_changes_check" CHECK (jsonb_typeof("changes") = 'array');
ALTER TABLE "categories"
  ADD CONSTRAINT "categories_status_check" CHECK ("status" IN ('ACTIVE', 'ARCHIVED'));
-- 10 million in a currency of two decimals: sums of a cart stay far within the safe integers.
ALTER TABLE "products" DROP CONSTRAINT "products_price_check";
ALTER TABLE "products" ADD CONSTRAINT "products_price_check" CHECK ("price" BETWEEN 1 AND 1000000000);

-- One folding for what is stored and what is searched: lower case, ß and the like spelt out, accents dropped. The
-- collation is ICU's, so that it does not depend on the locale of the database.
CREATE FUNCTION "fold_text"(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT normalize(
    regexp_replace(
      normalize(
        replace(replace(replace(replace(replace(replace(replace(
          lower(normalize(coalesce(words, ''), NFKC) COLLATE "und-x-icu"),
          'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'ø', 'o'), 'ł', 'l'), 'đ', 'd'), 'ı', 'i'),
        NFKD),
      '[\u0300-\u036F]', '', 'g'),
    NFC)
$$;

-- The same text with its parts as words of their own: what slashes, dots, hyphens and the like join, and each sign of
-- the scripts that put no spaces between words.
CREATE FUNCTION "split_words"(folded text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT regexp_replace(
    regexp_replace(folded COLLATE "und-x-icu", '[^[:alnum:][:space:]]+', ' ', 'g'),
    '([\u3040-\u30FF\u3400-\u9FFF\uAC00-\uD7AF])', ' \1 ', 'g')
$$;

-- German vowels as they are typed without their dots: "kaese" for "käse".
CREATE FUNCTION "spell_umlauts"(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT replace(replace(replace(
    lower(normalize(coalesce(words, ''), NFKC) COLLATE "und-x-icu"), 'ä', 'ae'), 'ö', 'oe'), 'ü', 'ue')
$$;

CREATE FUNCTION "plain_words"(folded text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT to_tsvector('simple', folded) || to_tsvector('english', folded)
$$;

-- Each word as it is written and by its English stem; then parts of words and other spellings, as far as they add
-- something, so that they do not count twice in the ranking.
CREATE OR REPLACE FUNCTION "product_words"(words text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  whole tsvector := plain_words(fold_text(words));
  parts tsvector := plain_words(split_words(fold_text(words)));
  spelt tsvector := plain_words(split_words(fold_text(spell_umlauts(words))));
BEGIN
  parts := ts_delete(parts, tsvector_to_array(whole));
  spelt := ts_delete(ts_delete(spelt, tsvector_to_array(whole)), tsvector_to_array(parts));
  RETURN whole || parts || spelt;
END
$$;

-- What is searched: all words by their stem, or as they are written with the last one still being typed.
CREATE FUNCTION "product_query"(search text) RETURNS tsquery LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  words text := split_words(fold_text(search));
  stems tsquery := plainto_tsquery('english', words);
  typed text := nullif(plainto_tsquery('simple', words)::text, '');
BEGIN
  RETURN CASE WHEN typed IS NULL THEN stems ELSE stems || (typed || ':*')::tsquery END;
END
$$;

-- Writes the words of all products anew.
UPDATE "products" SET "search" = ''::tsvector;
