ALTER TYPE "order_step_kind" ADD VALUE 'SUBSTITUTION_PROPOSED' BEFORE 'TOTAL_CHANGED';
ALTER TYPE "order_step_kind" ADD VALUE 'SUBSTITUTION_ANSWERED' BEFORE 'TOTAL_CHANGED';
ALTER TYPE "order_step_kind" ADD VALUE 'LINE_SUBSTITUTED' BEFORE 'TOTAL_CHANGED';

-- CreateEnum
CREATE TYPE "substitution_status" AS ENUM ('OPEN', 'RESERVING', 'SUBSTITUTED', 'REMOVED', 'UNAVAILABLE', 'CLOSED');
CREATE TYPE "substitution_default" AS ENUM ('SUBSTITUTE', 'REMOVE');

-- AlterTable
ALTER TABLE "order_lines" ADD COLUMN "substitute_for" UUID;

-- CreateTable
CREATE TABLE "order_substitutions" (
    "id" UUID NOT NULL,
    "order_id" UUID NOT NULL,
    "order_line_id" UUID NOT NULL,
    "quantity" INTEGER NOT NULL,
    "status" "substitution_status" NOT NULL,
    "proposals" JSONB NOT NULL,
    "on_timeout" "substitution_default" NOT NULL,
    "proposed_by" UUID NOT NULL,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "answered_at" TIMESTAMPTZ(3),
    "chosen_product_id" UUID,

    CONSTRAINT "order_substitutions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "catalogue_products" (
    "product_id" UUID NOT NULL,
    "sku" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "packaging" TEXT NOT NULL,
    "image_url" TEXT,
    "price" BIGINT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "tax_rate" INTEGER NOT NULL,

    CONSTRAINT "catalogue_products_pkey" PRIMARY KEY ("product_id")
);

-- CreateIndex
CREATE INDEX "order_substitutions_order_id_idx" ON "order_substitutions"("order_id");

-- AddForeignKey
ALTER TABLE "order_substitutions" ADD CONSTRAINT "order_substitutions_order_line_id_fkey" FOREIGN KEY ("order_line_id") REFERENCES "order_lines"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- By hand: what Prisma cannot say.
ALTER TABLE "order_substitutions"
  ADD CONSTRAINT "order_substitutions_quantity_check" CHECK ("quantity" > 0),
  ADD CONSTRAINT "order_substitutions_proposals_check" CHECK (jsonb_array_length("proposals") BETWEEN 1 AND 3),
  ADD CONSTRAINT "order_substitutions_answer_check" CHECK (
    ("status" = 'OPEN') <= ("answered_at" IS NULL)
    AND ("status" IN ('RESERVING', 'SUBSTITUTED', 'UNAVAILABLE')) <= ("chosen_product_id" IS NOT NULL));
ALTER TABLE "order_lines"
  ADD CONSTRAINT "order_lines_substitute_check" CHECK ("substitute_for" IS NULL OR "substitute_for" <> "id");
