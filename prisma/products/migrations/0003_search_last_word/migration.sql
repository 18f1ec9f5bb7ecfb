-- What is searched: all words by their stem; or all as they are written, or the earlier ones by their stem, with the
-- last one still being typed. "the" and the like among the earlier words count only as they are written.
CREATE OR REPLACE FUNCTION "product_query"(search text) RETURNS tsquery LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  words text := btrim(split_words(fold_text(search)), E' \t\n\r\f\v');
  stems tsquery := plainto_tsquery('english', words);
  typed text := nullif(plainto_tsquery('simple', words)::text, '');
  earlier tsquery := plainto_tsquery('english', regexp_replace(words, '\S+$', ''));
  last text := nullif(plainto_tsquery('simple', substring(words from '\S+$'))::text, '');
BEGIN
  RETURN CASE
    WHEN typed IS NULL THEN stems
    WHEN last IS NULL THEN stems || (typed || ':*')::tsquery
    ELSE stems || (typed || ':*')::tsquery || (earlier && (last || ':*')::tsquery)
  END;
END
$$;
