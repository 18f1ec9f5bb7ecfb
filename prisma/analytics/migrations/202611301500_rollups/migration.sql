CREATE TABLE "generations" (
  "id" INTEGER NOT NULL,
  "status" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "generations_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "generations_status" CHECK ("status" IN ('CURRENT', 'BUILDING'))
);
-- One of each at most: queries read the current one, a rebuild fills the other.
CREATE UNIQUE INDEX "generations_status_key" ON "generations" ("status");
INSERT INTO "generations" ("id", "status") VALUES (1, 'CURRENT');

CREATE TABLE "stores" (
  "generation" INTEGER NOT NULL,
  "store_id" UUID NOT NULL,
  "time_zone" TEXT NOT NULL,
  "currency" TEXT NOT NULL,
  CONSTRAINT "stores_pkey" PRIMARY KEY ("generation", "store_id")
);

CREATE TABLE "order_facts" (
  "generation" INTEGER NOT NULL,
  "order_id" UUID NOT NULL,
  "fact" JSONB NOT NULL,
  "pending_store_id" UUID,
  CONSTRAINT "order_facts_pkey" PRIMARY KEY ("generation", "order_id")
);
CREATE INDEX "order_facts_generation_pending_store_id_idx" ON "order_facts" ("generation", "pending_store_id");

CREATE TABLE "rollups" (
  "generation" INTEGER NOT NULL,
  "store_id" UUID NOT NULL,
  "grain" TEXT NOT NULL,
  "bucket" TIMESTAMPTZ(3) NOT NULL,
  "counts" JSONB NOT NULL,
  CONSTRAINT "rollups_pkey" PRIMARY KEY ("generation", "store_id", "grain", "bucket"),
  CONSTRAINT "rollups_grain" CHECK ("grain" IN ('MINUTE', 'HOUR', 'DAY'))
);
CREATE INDEX "rollups_grain_bucket_idx" ON "rollups" ("grain", "bucket");

CREATE TABLE "product_days" (
  "generation" INTEGER NOT NULL,
  "store_id" UUID NOT NULL,
  "day" DATE NOT NULL,
  "product_id" UUID NOT NULL,
  "units" BIGINT NOT NULL,
  "gross" BIGINT NOT NULL,
  CONSTRAINT "product_days_pkey" PRIMARY KEY ("generation", "store_id", "day", "product_id")
);

CREATE TABLE "customer_months" (
  "generation" INTEGER NOT NULL,
  "store_id" UUID NOT NULL,
  "customer" TEXT NOT NULL,
  "month" TEXT NOT NULL,
  "orders" INTEGER NOT NULL,
  CONSTRAINT "customer_months_pkey" PRIMARY KEY ("generation", "store_id", "customer", "month")
);
