-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "widgets" (
    "id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "widgets_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "widgets_text" CHECK (length("text") BETWEEN 1 AND 200),
    CONSTRAINT "widgets_version" CHECK ("version" >= 1)
);

-- CreateIndex
CREATE INDEX "widgets_owner_id_id_idx" ON "widgets"("owner_id", "id");
