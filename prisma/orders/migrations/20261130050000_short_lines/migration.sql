-- What happens to pieces that the store does not have: said per line in terms of its own.
CREATE TYPE "if_unavailable" AS ENUM ('REFUND', 'BEST_MATCH', 'MY_CHOICE', 'ALL_OR_NOTHING');

ALTER TYPE "order_step_kind" ADD VALUE 'LINE_SHORT' BEFORE 'READY';
ALTER TYPE "order_step_kind" ADD VALUE 'TOTAL_CHANGED' BEFORE 'READY';

ALTER TABLE "orders" ADD COLUMN "agreed_total" BIGINT;
UPDATE "orders" SET "agreed_total" = "total";
ALTER TABLE "orders" ALTER COLUMN "agreed_total" SET NOT NULL;

ALTER TABLE "order_lines"
  ADD COLUMN "if_unavailable" "if_unavailable",
  ADD COLUMN "open" INTEGER,
  ADD COLUMN "picked" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "short" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "substituted" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "removed" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "final_total" BIGINT,
  ADD COLUMN "final_tax" BIGINT;
-- What is packed was packed whole: until now nothing else could be.
UPDATE "order_lines" l SET
  "if_unavailable" = CASE l."substitution" WHEN 'ALLOW' THEN 'BEST_MATCH' WHEN 'DENY' THEN 'REFUND' ELSE 'MY_CHOICE' END::"if_unavailable",
  "picked" = CASE WHEN o."status" IN ('READY', 'OUT_FOR_DELIVERY', 'DELIVERED', 'RETURNING', 'RETURNED') THEN l."quantity" ELSE 0 END,
  "open" = CASE WHEN o."status" IN ('READY', 'OUT_FOR_DELIVERY', 'DELIVERED', 'RETURNING', 'RETURNED') THEN 0 ELSE l."quantity" END,
  "final_total" = l."total",
  "final_tax" = l."tax"
FROM "orders" o WHERE o."id" = l."order_id";
ALTER TABLE "order_lines"
  ALTER COLUMN "if_unavailable" SET NOT NULL,
  ALTER COLUMN "open" SET NOT NULL,
  ALTER COLUMN "final_total" SET NOT NULL,
  ALTER COLUMN "final_tax" SET NOT NULL,
  DROP COLUMN "substitution";
DROP TYPE "substitution";

-- By hand: what Prisma cannot say.
ALTER TABLE "orders" ADD CONSTRAINT "orders_agreed_total_check" CHECK ("total" <= "agreed_total");
ALTER TABLE "order_lines"
  ADD CONSTRAINT "order_lines_pieces_check" CHECK (
    "open" >= 0 AND "picked" >= 0 AND "short" >= 0 AND "substituted" >= 0 AND "removed" >= 0
    AND "quantity" = "open" + "picked" + "short" + "substituted" + "removed"),
  ADD CONSTRAINT "order_lines_final_check" CHECK (
    "final_tax" >= 0 AND "final_tax" <= "final_total" AND "final_total" <= "total");
