-- CreateTable
CREATE TABLE "audit_entries" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "action" TEXT NOT NULL,
    "actor_id" UUID,
    "subject_id" UUID,
    "ip" TEXT,
    "changes" JSONB NOT NULL,

    CONSTRAINT "audit_entries_pkey" PRIMARY KEY ("id")
);

-- One table for all that is audited: what was kept of sign-ins and of changed rights moves into it.
INSERT INTO "audit_entries" ("id", "at", "action", "actor_id", "subject_id", "ip", "changes")
  SELECT "id", "at", 'SIGN_IN_' || "outcome", CASE WHEN "outcome" = 'SUCCEEDED' THEN "user_id" END, "user_id", "ip", '[]'
    FROM "sign_ins";
INSERT INTO "audit_entries" ("id", "at", "action", "actor_id", "subject_id", "ip", "changes")
  SELECT r."id", r."at",
         CASE WHEN r."before" -> 'status' IS DISTINCT FROM r."after" -> 'status' THEN 'USER_DISABLED' ELSE 'ROLES_SET' END,
         r."changed_by", r."user_id", NULL,
         coalesce((
           SELECT jsonb_agg(jsonb_build_object('field', a."key", 'before', (r."before" -> a."key")::text, 'after', a."value"::text))
             FROM jsonb_each(r."after") a WHERE r."before" -> a."key" IS DISTINCT FROM a."value"
         ), '[]')
    FROM "role_changes" r;

-- DropTable
DROP TABLE "sign_ins";

-- DropTable
DROP TABLE "role_changes";

-- CreateIndex
CREATE INDEX "audit_entries_subject_id_id_idx" ON "audit_entries"("subject_id", "id" DESC);

-- CreateIndex
CREATE INDEX "audit_entries_actor_id_id_idx" ON "audit_entries"("actor_id", "id" DESC);

-- CreateIndex
CREATE INDEX "audit_entries_action_at_idx" ON "audit_entries"("action", "at");

ALTER TABLE "audit_entries"
  ADD CONSTRAINT "audit_entries_changes_check" CHECK (jsonb_typeof("changes") = 'array');
