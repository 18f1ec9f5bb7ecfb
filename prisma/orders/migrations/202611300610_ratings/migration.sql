ALTER TYPE "order_step_kind" ADD VALUE 'RATED';

ALTER TABLE "orders"
  ADD COLUMN "delivered_at" TIMESTAMPTZ(3),
  ADD COLUMN "rating" JSONB;

UPDATE "orders" o SET "delivered_at" = s."at"
  FROM "order_steps" s WHERE s."order_id" = o."id" AND s."kind" = 'DELIVERED' AND o."status" = 'DELIVERED';

ALTER TABLE "orders"
  ADD CONSTRAINT "orders_delivered_at_check" CHECK ("delivered_at" IS NULL OR "status" = 'DELIVERED'),
  ADD CONSTRAINT "orders_rating_check" CHECK ("rating" IS NULL OR "delivered_at" IS NOT NULL);
