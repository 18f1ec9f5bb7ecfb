-- Who caused a task: correlation id and trace headers, so that the worker's call and event belong to the same story.
ALTER TABLE "payment_tasks" ADD COLUMN "origin" JSONB NOT NULL DEFAULT '{}';
