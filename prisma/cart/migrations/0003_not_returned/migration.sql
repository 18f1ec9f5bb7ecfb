-- AlterTable
ALTER TABLE "carts" ADD COLUMN "not_returned" JSONB NOT NULL DEFAULT '[]',
  ADD CONSTRAINT "carts_not_returned" CHECK (jsonb_typeof("not_returned") = 'array');
