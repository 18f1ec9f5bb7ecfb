-- AlterTable
ALTER TABLE "recipients" ADD COLUMN     "locale" TEXT NOT NULL DEFAULT 'EN',
ADD CONSTRAINT "recipients_locale" CHECK ("locale" IN ('EN', 'DE'));

-- CreateTable
CREATE TABLE "contacts" (
    "user_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "bounced_at" TIMESTAMPTZ(3),

    CONSTRAINT "contacts_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "receipts" (
    "order_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "order_number" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "receipts_pkey" PRIMARY KEY ("order_id")
);

-- CreateTable
CREATE TABLE "mails" (
    "notification_id" UUID NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'OPEN',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "leased_until" TIMESTAMPTZ(3),
    "failure" TEXT,
    "last_error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "mails_pkey" PRIMARY KEY ("notification_id"),
    CONSTRAINT "mails_status" CHECK ("status" IN ('OPEN', 'SENT', 'FAILED')),
    CONSTRAINT "mails_failure" CHECK (("status" = 'FAILED') = ("failure" IS NOT NULL)),
    CONSTRAINT "mails_ended_at" CHECK (("status" = 'OPEN') = ("ended_at" IS NULL))
);

-- CreateIndex
CREATE INDEX "receipts_user_id_idx" ON "receipts"("user_id");

-- CreateIndex
CREATE INDEX "receipts_created_at_idx" ON "receipts"("created_at");

-- CreateIndex: what the workers look for, however much was sent before
CREATE INDEX "mails_open_idx" ON "mails"("due_at") WHERE "status" = 'OPEN';

-- AddForeignKey
ALTER TABLE "mails" ADD CONSTRAINT "mails_notification_id_fkey" FOREIGN KEY ("notification_id") REFERENCES "notifications"("id") ON DELETE CASCADE ON UPDATE CASCADE;
