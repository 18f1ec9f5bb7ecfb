-- An operator's wish to have a topic delivered again from its beginning; the inbox keeps what was applied from
-- being applied again. Rows stay as the record of who asked.
CREATE TABLE platform.topic_replays (
  id uuid PRIMARY KEY,
  topic text NOT NULL CHECK (topic <> ''),
  requested_by text NOT NULL CHECK (requested_by <> ''),
  requested_at timestamptz NOT NULL DEFAULT now(),
  -- Set while a process works on it, and as the back-off after a failure.
  leased_until timestamptz,
  finished_at timestamptz,
  -- Messages that were delivered, and events among them that had not had their effect.
  delivered integer NOT NULL DEFAULT 0 CHECK (delivered >= 0),
  applied integer NOT NULL DEFAULT 0 CHECK (applied >= 0),
  error text
);
-- Asking again while one is under way is the same wish.
CREATE UNIQUE INDEX topic_replays_open ON platform.topic_replays (topic) WHERE finished_at IS NULL;
