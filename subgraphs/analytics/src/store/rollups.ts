import type { Grain } from '../domain/calendar.ts';
import type { Delta } from '../domain/delta.ts';
import type { Counts } from '../domain/measures.ts';
import { sumCounts } from '../domain/measures.ts';
import type { Tx } from './database.ts';

interface RollupRow {
  readonly storeId: string;
  readonly grain: Grain;
  /** Start, in milliseconds since 1970. */
  readonly bucket: number;
  readonly counts: Counts;
}

const nameOf = ({ storeId, grain, bucket }: Omit<RollupRow, 'counts'>): string =>
  `${storeId} ${grain} ${bucket}`;

/** Adds what a batch changes; the caller holds the lock of the rollups. Rows in which nothing is left go away. */
export async function applyDelta(tx: Tx, generation: number, delta: Delta): Promise<void> {
  await addCounts(tx, generation, delta);
  await addProducts(tx, generation, delta);
  await addCustomers(tx, generation, delta);
}

async function addCounts(tx: Tx, generation: number, delta: Delta): Promise<void> {
  const changes = delta.changedRollups();
  if (changes.length === 0) return;
  const keys = JSON.stringify(changes.map(({ storeId, grain, bucket }) => ({ storeId, grain, bucket })));
  const rows = await tx.$queryRaw<RollupRow[]>`
    SELECT r.store_id AS "storeId", r.grain, k.bucket::float8 AS bucket, r.counts
    FROM json_to_recordset(${keys}::json) AS k("storeId" uuid, grain text, bucket bigint)
    JOIN rollups r ON r.generation = ${generation} AND r.store_id = k."storeId" AND r.grain = k.grain
      AND r.bucket = to_timestamp(k.bucket / 1000.0)`;
  const before = new Map(rows.map((row) => [nameOf(row), row.counts]));
  const after = changes.map(({ storeId, grain, bucket, counts }) => {
    const sum = sumCounts([before.get(nameOf({ storeId, grain, bucket })) ?? {}, Object.fromEntries(counts)]);
    const left = Object.entries(sum).filter(([, value]) => value !== 0);
    return { storeId, grain, bucket, counts: Object.fromEntries(left.sort(([a], [b]) => (a < b ? -1 : 1))) };
  });
  const written = JSON.stringify(after);
  await tx.$executeRaw`
    INSERT INTO rollups (generation, store_id, grain, bucket, counts)
    SELECT ${generation}, "storeId", grain, to_timestamp(bucket / 1000.0), counts
    FROM json_to_recordset(${written}::json) AS r("storeId" uuid, grain text, bucket bigint, counts jsonb)
    ON CONFLICT (generation, store_id, grain, bucket) DO UPDATE SET counts = excluded.counts`;
  const empty = after.filter(({ counts }) => Object.keys(counts).length === 0);
  if (empty.length === 0) return;
  const gone = JSON.stringify(empty);
  await tx.$executeRaw`
    DELETE FROM rollups r USING json_to_recordset(${gone}::json) AS k("storeId" uuid, grain text, bucket bigint)
    WHERE r.generation = ${generation} AND r.store_id = k."storeId" AND r.grain = k.grain
      AND r.bucket = to_timestamp(k.bucket / 1000.0)`;
}

async function addProducts(tx: Tx, generation: number, delta: Delta): Promise<void> {
  const changes = delta.changedProducts();
  if (changes.length === 0) return;
  const rows = JSON.stringify(changes);
  await tx.$executeRaw`
    INSERT INTO product_days AS p (generation, store_id, day, product_id, units, gross)
    SELECT ${generation}, "storeId", day, "productId", units, gross FROM json_to_recordset(${rows}::json)
      AS r("storeId" uuid, day date, "productId" uuid, units bigint, gross bigint)
    ON CONFLICT (generation, store_id, day, product_id)
    DO UPDATE SET (units, gross) = (p.units + excluded.units, p.gross + excluded.gross)`;
  const lessened = changes.filter(({ units, gross }) => units < 0 || gross < 0);
  if (lessened.length === 0) return;
  const keys = JSON.stringify(lessened);
  await tx.$executeRaw`
    DELETE FROM product_days p USING json_to_recordset(${keys}::json) AS k("storeId" uuid, day date, "productId" uuid)
    WHERE p.generation = ${generation} AND p.store_id = k."storeId" AND p.day = k.day AND p.product_id = k."productId"
      AND p.units = 0 AND p.gross = 0`;
}

async function addCustomers(tx: Tx, generation: number, delta: Delta): Promise<void> {
  const changes = delta.changedCustomers();
  if (changes.length === 0) return;
  const rows = JSON.stringify(changes);
  await tx.$executeRaw`
    INSERT INTO customer_months AS c (generation, store_id, customer, month, orders)
    SELECT ${generation}, "storeId", customer, month, orders FROM json_to_recordset(${rows}::json)
      AS r("storeId" uuid, customer text, month text, orders int)
    ON CONFLICT (generation, store_id, customer, month) DO UPDATE SET orders = c.orders + excluded.orders`;
  const lessened = changes.filter(({ orders }) => orders < 0);
  if (lessened.length === 0) return;
  const keys = JSON.stringify(lessened);
  await tx.$executeRaw`
    DELETE FROM customer_months c USING json_to_recordset(${keys}::json) AS k("storeId" uuid, customer text, month text)
    WHERE c.generation = ${generation} AND c.store_id = k."storeId" AND c.customer = k.customer AND c.month = k.month
      AND c.orders = 0`;
}
