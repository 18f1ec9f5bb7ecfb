-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "recipients" (
    "user_id" UUID NOT NULL,
    "last_sequence" INTEGER NOT NULL DEFAULT 0,
    "unread_count" INTEGER NOT NULL DEFAULT 0,
    "erased_at" TIMESTAMPTZ(3),

    CONSTRAINT "recipients_pkey" PRIMARY KEY ("user_id"),
    CONSTRAINT "recipients_unread_count" CHECK ("unread_count" BETWEEN 0 AND "last_sequence")
);

-- CreateTable
CREATE TABLE "notifications" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "sequence" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "dedupe_key" TEXT NOT NULL,
    "order_id" UUID NOT NULL,
    "content" JSONB NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "read_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "notifications_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "notifications_sequence" CHECK ("sequence" >= 1),
    CONSTRAINT "notifications_version" CHECK ("version" >= 1),
    CONSTRAINT "notifications_content" CHECK ("content" ->> 'kind' = "kind")
);

-- CreateIndex
CREATE UNIQUE INDEX "notifications_user_id_sequence_key" ON "notifications"("user_id", "sequence");

-- CreateIndex
CREATE UNIQUE INDEX "notifications_user_id_kind_dedupe_key_key" ON "notifications"("user_id", "kind", "dedupe_key");

-- CreateIndex
CREATE INDEX "notifications_created_at_idx" ON "notifications"("created_at");
