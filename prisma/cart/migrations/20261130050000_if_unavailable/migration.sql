-- What happens to pieces that the store does not have: in terms that say more than substitution did.
ALTER TABLE "cart_lines" DROP CONSTRAINT "cart_lines_substitution";
ALTER TABLE "cart_lines" RENAME COLUMN "substitution" TO "if_unavailable";
UPDATE "cart_lines" SET "if_unavailable" = CASE "if_unavailable" WHEN 'ALLOW' THEN 'BEST_MATCH' WHEN 'DENY' THEN 'REFUND' ELSE 'MY_CHOICE' END;
ALTER TABLE "cart_lines_in_order" RENAME COLUMN "substitution" TO "if_unavailable";
UPDATE "cart_lines_in_order" SET "if_unavailable" = CASE "if_unavailable" WHEN 'ALLOW' THEN 'BEST_MATCH' WHEN 'DENY' THEN 'REFUND' ELSE 'MY_CHOICE' END;
ALTER TABLE "cart_lines" ADD CONSTRAINT "cart_lines_if_unavailable"
  CHECK ("if_unavailable" IN ('REFUND', 'BEST_MATCH', 'MY_CHOICE', 'ALL_OR_NOTHING'));
