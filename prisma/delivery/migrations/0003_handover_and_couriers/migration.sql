-- Where and when the courier was last seen decides whether a hand-over can be true.
ALTER TABLE "deliveries"
  ADD COLUMN "failure_code" TEXT,
  ADD COLUMN "picked_up_at" TIMESTAMPTZ(3),
  ADD COLUMN "absent_since" TIMESTAMPTZ(3);
UPDATE "deliveries" d
   SET "picked_up_at" = (SELECT max(s."at") FROM "delivery_steps" s
                          WHERE s."delivery_id" = d."id" AND s."kind" = 'PICKED_UP'),
       "failure_code" = CASE WHEN "failure_reason" IS NOT NULL THEN 'OTHER' END
 WHERE "ready_at" IS NOT NULL;
ALTER TABLE "deliveries"
  ADD CONSTRAINT "deliveries_failure_code_check" CHECK ("failure_code" IS NULL OR (
    "failure_code" IN ('CUSTOMER_ABSENT', 'CUSTOMER_REFUSED', 'ADDRESS_NOT_FOUND', 'GOODS_DAMAGED', 'OTHER')
    AND "failure_reason" IS NOT NULL)),
  ADD CONSTRAINT "deliveries_absent_check" CHECK ("absent_since" IS NULL OR "picked_up_at" IS NOT NULL);

-- Whose orders, newest first.
CREATE INDEX "deliveries_created_at_id_idx" ON "deliveries"("created_at", "id");
CREATE INDEX "deliveries_store_id_created_at_id_idx" ON "deliveries"("store_id", "created_at", "id");
CREATE INDEX "couriers_created_at_id_idx" ON "couriers"("created_at", "id");

-- Who is too far away is no reason to look at a delivery again.
ALTER TABLE "dispatches" ADD COLUMN "passed_over" UUID[] NOT NULL DEFAULT '{}';

ALTER TABLE "couriers" ADD COLUMN "deactivated_at" TIMESTAMPTZ(3);
ALTER TABLE "couriers"
  ADD CONSTRAINT "couriers_active_check" CHECK (NOT "is_on_shift" OR "deactivated_at" IS NULL);

-- What administrators do to couriers.
CREATE TABLE "courier_changes" (
    "id" UUID NOT NULL,
    "courier_id" UUID NOT NULL,
    "actor_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB NOT NULL,
    "reason" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "courier_changes_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "courier_changes_at_id_idx" ON "courier_changes"("at", "id");
CREATE INDEX "courier_changes_courier_id_at_id_idx" ON "courier_changes"("courier_id", "at", "id");
ALTER TABLE "courier_changes" ADD CONSTRAINT "courier_changes_courier_id_fkey" FOREIGN KEY ("courier_id") REFERENCES "couriers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "courier_changes"
  ADD CONSTRAINT "courier_changes_kind_check" CHECK ("kind" IN ('CREATED', 'UPDATED', 'DEACTIVATED', 'REACTIVATED')),
  ADD CONSTRAINT "courier_changes_before_check" CHECK (("kind" = 'CREATED') = ("before" IS NULL));
