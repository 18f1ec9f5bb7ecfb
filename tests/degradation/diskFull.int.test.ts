import { randomUUID } from 'node:crypto';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createPlatform } from '@nakku/messaging';
import { migratePlatform } from '@nakku/platform';
import type { SqlExecutor } from '@nakku/platform';
import { eventually } from '@nakku/testkit';
import pg from 'pg';
import { cartData } from '../../packages/messaging/test/world.ts';
import { openDatabase } from '../../packages/messaging/test/pgDatabase.ts';
import { openLedger } from '../../tools/src/processes/ledger.ts';
import { createSupervisor } from '../../tools/src/processes/supervisor.ts';
import { artefactsFolder } from '../../tools/src/servers/artefacts.ts';
import { preparePostgres } from '../../tools/src/servers/postgres.ts';
import { serverUser } from '../../tools/src/servers/unprivileged.ts';

/** A disk of our own: only root can mount one, and not in every container. */
const SIZE_MB = 200;
const disk = mkdtempSync(path.join(tmpdir(), 'nakku-disk-'));
const mount = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE_MB}m,mode=755`, 'nakku', disk], {
  encoding: 'utf8',
});
const isMounted = mount.status === 0;
const state = mkdtempSync(path.join(tmpdir(), 'nakku-disk-state-'));
chmodSync(state, 0o755);
const ledger = openLedger(state, 'disk');
const supervisor = createSupervisor({
  ledger,
  policy: { firstDelayMs: 100, factor: 1, maxDelayMs: 100, deathsToGiveUp: 1_000, windowMs: 60_000 },
});
afterAll(async () => {
  await supervisor.stopAll();
  ledger.close();
  if (isMounted) execFileSync('umount', [disk]);
  rmSync(disk, { recursive: true, force: true });
  rmSync(state, { recursive: true, force: true });
});

/** Leaves this much for what is written next. */
const LEFT_KB = 3_000;
function fillDisk(): string {
  const filler = path.join(disk, 'filler');
  const [, line = ''] = execFileSync('df', ['--output=avail', '-k', disk], { encoding: 'utf8' }).split('\n');
  writeFileSync(filler, Buffer.alloc((Number(line) - LEFT_KB) * 1_024));
  return filler;
}

const PAYLOAD = 'x'.repeat(2_000);
const REFUSALS = 5;

const title = 'a full disk: changes are refused, and once there is room none is lost, none is half there';
if (isMounted) test(title, fullDisk, 120_000);
else {
  test('a disk of our own cannot be mounted, and for no other reason than missing rights', () => {
    expect(mount.stderr).toMatch(/superuser|permission denied|not permitted/i);
  });
}

async function fullDisk(): Promise<void> {
  const user = serverUser();
  const server = await preparePostgres({
    state,
    runFolder: disk,
    artefacts: artefactsFolder(user),
    user,
    durable: true,
    brokerAdvertises: undefined,
    log: () => undefined,
  });
  await supervisor.start(server.spec);
  const url = `${server.url}/postgres`;
  const client = new pg.Client(url);
  await client.connect();
  await migratePlatform(client);
  await client.query('CREATE TABLE carts (id uuid PRIMARY KEY, note text NOT NULL)');
  await client.end();
  const db = openDatabase(url);
  const platform = createPlatform<SqlExecutor>({
    service: 'cart',
    db,
    databaseUrl: url,
    kafka: { brokers: ['127.0.0.1:1'], topicPrefix: '' },
  });
  const change = async (): Promise<string> => {
    const id = randomUUID();
    await platform.transaction(async (tx) => {
      await tx.db.$executeRawUnsafe('INSERT INTO carts VALUES ($1::uuid, $2)', id, PAYLOAD);
      tx.emit({ type: 'cart.updated', subject: id, sequence: 1, data: cartData(id) });
    });
    return id;
  };

  const acknowledged = [await change()];
  const filler = fillDisk();
  for (let refused = 0; refused < REFUSALS;) {
    await change().then(
      (id) => acknowledged.push(id),
      () => (refused += 1),
    );
  }
  rmSync(filler);
  acknowledged.push(await eventually(change, { timeoutMs: 20_000 }));

  const rows = await db.rows<{ id: string; events: number; note: string }>(
    `SELECT c.id, c.note, count(o.event_id)::int AS events FROM carts c
       LEFT JOIN platform.outbox o ON o.key = c.id::text GROUP BY c.id`,
  );
  const [orphans] = await db.rows<{ n: number }>(
    'SELECT count(*)::int AS n FROM platform.outbox o WHERE NOT EXISTS (SELECT FROM carts c WHERE c.id::text = o.key)',
  );
  const there = new Set(rows.map(({ id }) => id));
  expect(acknowledged.filter((id) => !there.has(id))).toEqual([]);
  expect(rows.filter(({ events, note }) => events !== 1 || note !== PAYLOAD)).toEqual([]);
  expect(orphans).toEqual({ n: 0 });
  expect(acknowledged.length).toBeGreaterThan(100);
  await platform.stop();
  await db.close();
}
