-- CreateTable
CREATE TABLE "stores" (
    "id" UUID NOT NULL,
    "state" JSONB NOT NULL,

    CONSTRAINT "stores_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "zones" (
    "id" UUID NOT NULL,
    "store_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "area" JSONB NOT NULL,
    "priority" INTEGER NOT NULL,
    "fee_base" BIGINT NOT NULL,
    "fee_per_kilometre" BIGINT NOT NULL,
    "fee_included_meters" INTEGER NOT NULL,
    "free_from" BIGINT,
    "min_order" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "weekly" JSONB,
    "exceptions" JSONB NOT NULL DEFAULT '[]',
    "surge_percent" INTEGER,
    "surge_until" TIMESTAMPTZ(3),
    "status" TEXT NOT NULL DEFAULT 'ACTIVE',
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "zones_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "zones_name" CHECK (length("name") BETWEEN 1 AND 100),
    CONSTRAINT "zones_priority" CHECK ("priority" BETWEEN 0 AND 1000),
    CONSTRAINT "zones_amounts" CHECK (
        "fee_base" >= 0 AND "fee_per_kilometre" >= 0 AND "fee_included_meters" >= 0 AND "free_from" >= 0 AND "min_order" >= 0
    ),
    CONSTRAINT "zones_surge" CHECK (
        ("surge_percent" IS NULL) = ("surge_until" IS NULL) AND "surge_percent" BETWEEN 1 AND 1000
    ),
    CONSTRAINT "zones_status" CHECK ("status" IN ('ACTIVE', 'PAUSED', 'CLOSED')),
    CONSTRAINT "zones_version" CHECK ("version" >= 1)
);

-- CreateTable
CREATE TABLE "zone_cells" (
    "cell" BIGINT NOT NULL,
    "zone_id" UUID NOT NULL,
    "is_inside" BOOLEAN NOT NULL,

    CONSTRAINT "zone_cells_pkey" PRIMARY KEY ("cell", "zone_id")
);

-- CreateIndex
CREATE INDEX "zones_store_id_name_id_idx" ON "zones"("store_id", "name", "id");

-- CreateIndex
CREATE INDEX "zone_cells_zone_id_idx" ON "zone_cells"("zone_id");

-- AddForeignKey
ALTER TABLE "zone_cells" ADD CONSTRAINT "zone_cells_zone_id_fkey" FOREIGN KEY ("zone_id") REFERENCES "zones"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Prisma cannot describe this one: a store's zones have different names, but for closed ones.
CREATE UNIQUE INDEX "zones_name_of_store" ON "zones"("store_id", "name") WHERE "status" <> 'CLOSED';
