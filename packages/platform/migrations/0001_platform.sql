-- Tables that every service database has beside its own. Written only through @nakku/events.

-- One row per event to publish, written in the transaction of the change.
CREATE TABLE platform.outbox (
  -- Handed out by the INSERT, which comes last in its transaction: within one key it grows in commit order.
  position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  event_id uuid NOT NULL,
  topic text NOT NULL CHECK (topic <> ''),
  key text NOT NULL CHECK (key <> ''),
  lane smallint NOT NULL CHECK (lane BETWEEN 0 AND 3),
  headers json NOT NULL,
  -- Below the broker's limit of 1 MiB per message: a row that can never be sent would block its lane.
  payload text NOT NULL CHECK (octet_length(payload) <= 900000),
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  published_at timestamptz
) WITH (
  -- A queue turns over its rows: many small vacuums keep its index short.
  autovacuum_vacuum_scale_factor = 0.02,
  autovacuum_vacuum_threshold = 2000,
  autovacuum_vacuum_insert_scale_factor = 0.1
);
CREATE INDEX outbox_unpublished ON platform.outbox (position) INCLUDE (lane) WHERE published_at IS NULL;

-- One row per event that had its effect, written in the transaction of the effect.
CREATE TABLE platform.inbox (
  consumer text NOT NULL,
  event_id uuid NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (event_id, consumer)
);

-- How far each key of each topic has been applied.
CREATE TABLE platform.stream_positions (
  topic text NOT NULL,
  key text NOT NULL,
  sequence bigint NOT NULL CHECK (sequence >= 0),
  -- Rows in parked_events; kept here so that the statement that moves the position sees them under its lock.
  parked integer NOT NULL DEFAULT 0 CHECK (parked >= 0),
  -- The dead letter that stands at sequence + 1.
  blocked_by uuid,
  PRIMARY KEY (topic, key)
) WITH (fillfactor = 80);

-- Events that came before the one they follow, or that stand behind a dead letter.
CREATE TABLE platform.parked_events (
  topic text NOT NULL,
  key text NOT NULL,
  sequence bigint NOT NULL CHECK (sequence > 0),
  partition integer NOT NULL,
  "offset" bigint NOT NULL,
  headers json NOT NULL,
  value text NOT NULL,
  parked_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (topic, key, sequence)
);

CREATE TABLE platform.dead_letters (
  id uuid PRIMARY KEY,
  topic text NOT NULL,
  partition integer NOT NULL,
  "offset" bigint NOT NULL,
  key text NOT NULL,
  type text,
  event_id text,
  sequence bigint CHECK (sequence > 0),
  headers json NOT NULL,
  value text NOT NULL,
  reason text NOT NULL CHECK (reason IN ('malformed', 'poison')),
  error text NOT NULL,
  attempts integer NOT NULL CHECK (attempts > 0),
  status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'redriven', 'discarded')),
  created_at timestamptz NOT NULL DEFAULT now(),
  settled_at timestamptz,
  CHECK ((status = 'open') = (settled_at IS NULL)),
  -- The same message delivered twice is one dead letter.
  UNIQUE (topic, partition, "offset")
);
CREATE INDEX dead_letters_open ON platform.dead_letters (id) WHERE status = 'open';

ALTER TABLE platform.stream_positions
  ADD FOREIGN KEY (blocked_by) REFERENCES platform.dead_letters (id);
CREATE INDEX stream_positions_blocked ON platform.stream_positions (blocked_by) WHERE blocked_by IS NOT NULL;

-- A deadline that was unscheduled and scheduled again is another one, though kind and key are the same.
CREATE SEQUENCE platform.deadline_revisions;

CREATE TABLE platform.deadlines (
  kind text NOT NULL CHECK (kind <> ''),
  key text NOT NULL CHECK (key <> ''),
  revision bigint NOT NULL DEFAULT nextval('platform.deadline_revisions'),
  -- Null while it waits for the publication of an event.
  due_at timestamptz,
  waits_for uuid,
  after_ms bigint NOT NULL CHECK (after_ms >= 0),
  data jsonb,
  -- Set while a process works on it, and as the back-off after a failure.
  leased_until timestamptz,
  attempts integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  last_error text,
  PRIMARY KEY (kind, key),
  CHECK ((due_at IS NULL) = (waits_for IS NOT NULL))
);
CREATE INDEX deadlines_due ON platform.deadlines (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX deadlines_waiting ON platform.deadlines (waits_for) WHERE waits_for IS NOT NULL;

CREATE TABLE platform.idempotency_keys (
  caller_id text NOT NULL CHECK (caller_id <> ''),
  mutation text NOT NULL CHECK (mutation <> ''),
  key text NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
  variables_hash text NOT NULL,
  answer jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (caller_id, mutation, key)
);
CREATE INDEX idempotency_keys_age ON platform.idempotency_keys (created_at);
