-- What happened in a step is a kind with parameters; sentences about it are made where people read them.
ALTER TABLE "delivery_steps" ADD COLUMN "kind" TEXT;
ALTER TABLE "delivery_steps" ADD COLUMN "params" JSONB NOT NULL DEFAULT '{}';

-- The sentences so far say which kind each step was.
UPDATE "delivery_steps"
   SET "kind" = CASE
         WHEN "detail" LIKE 'A cancel was refused%' THEN 'CANCEL_REFUSED'
         WHEN "detail" = 'Expected at another time.' THEN 'ETA_CHANGED'
         WHEN "status" = 'SCHEDULED' AND "detail" LIKE 'Given back: %' THEN 'UNASSIGNED'
         WHEN "status" = 'SCHEDULED' AND "detail" IS NOT NULL THEN 'COURIER_LEFT'
         WHEN "status" = 'AT_STORE' THEN 'ARRIVED_AT_STORE'
         WHEN "status" = 'DELIVERED' AND "detail" LIKE 'Completed by the store: %' THEN 'COMPLETED_BY_STAFF'
         WHEN "status" = 'DELIVERED' AND "detail" = 'Left at the door.' THEN 'LEFT_AT_DOOR'
         WHEN "status" = 'DELIVERED' THEN 'HANDED_OVER'
         ELSE "status" END;
UPDATE "delivery_steps"
   SET "params" = CASE "kind"
         WHEN 'ASSIGNED' THEN jsonb_build_object(
           'courierName', regexp_replace(coalesce("detail", ''), ' is on the way to the store\.$', ''))
         WHEN 'CANCELLED' THEN jsonb_build_object(
           'reason', regexp_replace(coalesce("detail", ''), '^Cancelled: (.*)\.$', '\1'))
         ELSE jsonb_build_object(
           'reason', regexp_replace(coalesce("detail", ''), '^(Given back|Completed by the store): ', '')) END
 WHERE "kind" IN ('ASSIGNED', 'CANCELLED', 'UNASSIGNED', 'COMPLETED_BY_STAFF', 'FAILED');

ALTER TABLE "delivery_steps" ALTER COLUMN "kind" SET NOT NULL;
ALTER TABLE "delivery_steps" ALTER COLUMN "params" DROP DEFAULT;
ALTER TABLE "delivery_steps" DROP COLUMN "detail";
