-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL,
    "status" TEXT NOT NULL,
    "is_courier" BOOLEAN NOT NULL,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "couriers" (
    "id" UUID NOT NULL,
    "display_name" TEXT NOT NULL,
    "vehicle" TEXT NOT NULL,
    "capacity" INTEGER NOT NULL,
    "load" INTEGER NOT NULL DEFAULT 0,
    "is_on_shift" BOOLEAN NOT NULL DEFAULT false,
    "shift_started_at" TIMESTAMPTZ(3),
    "latitude" DOUBLE PRECISION,
    "longitude" DOUBLE PRECISION,
    "position_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "couriers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "track_points" (
    "courier_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "latitude" DOUBLE PRECISION NOT NULL,
    "longitude" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "track_points_pkey" PRIMARY KEY ("courier_id","at")
);

-- CreateTable
CREATE TABLE "deliveries" (
    "id" UUID NOT NULL,
    "order_id" UUID NOT NULL,
    "store_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "courier_id" UUID,
    "status" TEXT NOT NULL,
    "handover" TEXT NOT NULL,
    "pickup" JSONB NOT NULL,
    "dropoff" JSONB NOT NULL,
    "promise_from" TIMESTAMPTZ(3) NOT NULL,
    "promise_to" TIMESTAMPTZ(3) NOT NULL,
    "eta" TIMESTAMPTZ(3),
    "ready_at" TIMESTAMPTZ(3),
    "proof" TEXT,
    "failure_reason" TEXT,
    "code_tries" INTEGER NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "deliveries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "delivery_steps" (
    "delivery_id" UUID NOT NULL,
    "sequence" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "detail" TEXT,
    "actor_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "delivery_steps_pkey" PRIMARY KEY ("delivery_id","sequence")
);

-- CreateTable
CREATE TABLE "offers" (
    "id" UUID NOT NULL,
    "delivery_id" UUID NOT NULL,
    "courier_id" UUID NOT NULL,
    "round" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "distance_meters" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "offers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dispatches" (
    "delivery_id" UUID NOT NULL,
    "round" INTEGER NOT NULL DEFAULT 1,
    "is_resting" BOOLEAN NOT NULL DEFAULT false,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "claimed_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "dispatches_pkey" PRIMARY KEY ("delivery_id")
);

-- CreateIndex
CREATE INDEX "track_points_at_idx" ON "track_points"("at");

-- CreateIndex
CREATE UNIQUE INDEX "deliveries_order_id_key" ON "deliveries"("order_id");

-- CreateIndex
CREATE INDEX "offers_delivery_id_courier_id_idx" ON "offers"("delivery_id", "courier_id");

-- CreateIndex
CREATE INDEX "dispatches_created_at_idx" ON "dispatches"("created_at");

-- AddForeignKey
ALTER TABLE "track_points" ADD CONSTRAINT "track_points_courier_id_fkey" FOREIGN KEY ("courier_id") REFERENCES "couriers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_courier_id_fkey" FOREIGN KEY ("courier_id") REFERENCES "couriers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery_steps" ADD CONSTRAINT "delivery_steps_delivery_id_fkey" FOREIGN KEY ("delivery_id") REFERENCES "deliveries"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "offers" ADD CONSTRAINT "offers_delivery_id_fkey" FOREIGN KEY ("delivery_id") REFERENCES "deliveries"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "offers" ADD CONSTRAINT "offers_courier_id_fkey" FOREIGN KEY ("courier_id") REFERENCES "couriers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dispatches" ADD CONSTRAINT "dispatches_delivery_id_fkey" FOREIGN KEY ("delivery_id") REFERENCES "deliveries"("id") ON DELETE CASCADE ON UPDATE CASCADE;



-- By hand: what Prisma cannot say.

-- Two couriers never have the same delivery offered at once.
CREATE UNIQUE INDEX "offers_one_open_per_delivery" ON "offers"("delivery_id") WHERE "status" = 'OPEN';

CREATE INDEX "offers_open_of_courier" ON "offers"("courier_id", "expires_at") WHERE "status" = 'OPEN';

CREATE INDEX "couriers_on_shift" ON "couriers"("id") WHERE "is_on_shift";

-- What a courier has in hand.
CREATE INDEX "deliveries_under_way_of_courier" ON "deliveries"("courier_id", "created_at")
  WHERE "status" IN ('ASSIGNED', 'AT_STORE', 'PICKED_UP', 'NEARBY', 'FAILED', 'RETURNING');

ALTER TABLE "users"
  ADD CONSTRAINT "users_status_check" CHECK ("status" IN ('ACTIVE', 'DISABLED', 'DELETED'));

ALTER TABLE "couriers"
  ADD CONSTRAINT "couriers_vehicle_check" CHECK ("vehicle" IN ('BICYCLE', 'SCOOTER', 'CAR')),
  ADD CONSTRAINT "couriers_display_name_check" CHECK (char_length("display_name") BETWEEN 1 AND 60),
  ADD CONSTRAINT "couriers_capacity_check" CHECK ("capacity" BETWEEN 1 AND 10),
  ADD CONSTRAINT "couriers_load_check" CHECK ("load" BETWEEN 0 AND "capacity"),
  ADD CONSTRAINT "couriers_shift_check" CHECK (NOT "is_on_shift" OR "shift_started_at" IS NOT NULL),
  ADD CONSTRAINT "couriers_position_check" CHECK (
    ("latitude" IS NULL) = ("position_at" IS NULL) AND ("longitude" IS NULL) = ("position_at" IS NULL)
    AND "latitude" BETWEEN -90 AND 90 AND "longitude" BETWEEN -180 AND 180),
  ADD CONSTRAINT "couriers_version_check" CHECK ("version" >= 1);

ALTER TABLE "track_points"
  ADD CONSTRAINT "track_points_position_check" CHECK (
    "latitude" BETWEEN -90 AND 90 AND "longitude" BETWEEN -180 AND 180);

ALTER TABLE "deliveries"
  ADD CONSTRAINT "deliveries_status_check" CHECK ("status" IN (
    'SCHEDULED', 'ASSIGNED', 'AT_STORE', 'PICKED_UP', 'NEARBY', 'DELIVERED', 'FAILED', 'RETURNING', 'RETURNED',
    'CANCELLED')),
  ADD CONSTRAINT "deliveries_handover_check" CHECK ("handover" IN ('CODE', 'LEFT_AT_DOOR')),
  ADD CONSTRAINT "deliveries_courier_check" CHECK (CASE "status"
    WHEN 'SCHEDULED' THEN "courier_id" IS NULL AND "eta" IS NULL
    WHEN 'CANCELLED' THEN true
    ELSE "courier_id" IS NOT NULL END),
  -- Nobody carries what was not packed.
  ADD CONSTRAINT "deliveries_ready_check" CHECK (
    "status" IN ('SCHEDULED', 'ASSIGNED', 'AT_STORE', 'CANCELLED') OR "ready_at" IS NOT NULL),
  ADD CONSTRAINT "deliveries_proof_check" CHECK (
    ("status" = 'DELIVERED') = ("proof" IS NOT NULL) AND "proof" IN ('CODE', 'LEFT_AT_DOOR', 'STAFF_OVERRIDE')),
  ADD CONSTRAINT "deliveries_left_at_door_check" CHECK ("proof" <> 'LEFT_AT_DOOR' OR "handover" = 'LEFT_AT_DOOR'),
  ADD CONSTRAINT "deliveries_failure_check" CHECK (
    ("status" IN ('FAILED', 'RETURNING', 'RETURNED')) = ("failure_reason" IS NOT NULL)),
  ADD CONSTRAINT "deliveries_code_tries_check" CHECK ("code_tries" BETWEEN 0 AND 5),
  ADD CONSTRAINT "deliveries_promise_check" CHECK ("promise_from" <= "promise_to"),
  ADD CONSTRAINT "deliveries_version_check" CHECK ("version" >= 1);

ALTER TABLE "delivery_steps"
  ADD CONSTRAINT "delivery_steps_sequence_check" CHECK ("sequence" >= 1);

ALTER TABLE "offers"
  ADD CONSTRAINT "offers_status_check" CHECK ("status" IN (
    'OPEN', 'ACCEPTED', 'DECLINED', 'LAPSED', 'WITHDRAWN', 'GIVEN_UP')),
  ADD CONSTRAINT "offers_closed_check" CHECK (("status" = 'OPEN') = ("closed_at" IS NULL)),
  ADD CONSTRAINT "offers_round_check" CHECK ("round" >= 1),
  ADD CONSTRAINT "offers_distance_check" CHECK ("distance_meters" >= 0),
  ADD CONSTRAINT "offers_expires_check" CHECK ("expires_at" > "created_at");

ALTER TABLE "dispatches"
  ADD CONSTRAINT "dispatches_round_check" CHECK ("round" >= 1);
