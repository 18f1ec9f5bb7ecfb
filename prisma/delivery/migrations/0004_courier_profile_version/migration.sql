-- AlterTable
ALTER TABLE "couriers" ADD COLUMN "profile_version" INTEGER NOT NULL DEFAULT 1;
