import path from 'node:path';
import { migrate, openDatabase, withRawSql } from '@nakku/service';
import { testWorld } from '@nakku/testkit';
import type { TestWorld } from '@nakku/testkit';
import { jest } from '@jest/globals';
import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { Prisma, PrismaClient } from '../../subgraphs/products/src/generated/prisma/client.ts';

const migrations = path.join(import.meta.dirname, '../../prisma/products/migrations');

let world: TestWorld;
let pool: pg.Pool;
let prisma: PrismaClient;
let db: PrismaClient;

beforeAll(async () => {
  world = await testWorld('products');
  await migrate(world.databaseUrl, migrations);
  const opened = openDatabase({ url: world.databaseUrl, poolSize: 4, service: 'products' });
  pool = opened.pool;
  prisma = new PrismaClient({ adapter: opened.adapter });
  db = withRawSql(prisma, pool);
});
afterAll(async () => {
  await prisma.$disconnect();
  await pool.end();
  await world.cleanup();
});

const aCategory = (name = 'Fruit') => {
  const id = uuidv7();
  return { id, slug: id, name, ancestorIds: [id] };
};

const countOf = (id: string) => prisma.category.count({ where: { id } });

/** Texts of the statements that `work` sends, in their order. */
async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const query = jest.spyOn(pg.Client.prototype, 'query');
  try {
    await work();
    return query.mock.calls.map(([config]: unknown[]) => {
      const text: unknown = typeof config === 'string' ? config : Reflect.get(Object(config), 'text');
      return String(text);
    });
  } finally {
    query.mockRestore();
  }
}

describe('values', () => {
  test.each([
    ['whole numbers', Prisma.sql`SELECT 1::int2 AS a, 2::int4 AS b, 3::int8 AS c, '{1,2}'::int8[] AS d`],
    ['fractions', Prisma.sql`SELECT 1.5::float4 AS a, 2.25::float8 AS b`],
    ['text', Prisma.sql`SELECT 'a' AS a, ''::varchar AS b, '{a,"b c",NULL}'::text[] AS c, 'x'::char(3) AS d`],
    ['truth and nothing', Prisma.sql`SELECT true AS a, false AS b, NULL::int AS c, NULL::jsonb AS d`],
    [
      'times',
      Prisma.sql`SELECT '2026-01-02 03:04:05.678+00'::timestamptz AS a, '2026-01-02 03:04:05'::timestamp AS b,
        '2026-01-02'::date AS c, '03:04:05.5'::time AS d, '{2026-01-02 03:04:05+00}'::timestamptz[] AS e`,
    ],
    [
      'JSON',
      Prisma.sql`SELECT '{"a":[1,null]}'::jsonb AS a, '"text"'::json AS b, 'null'::jsonb AS c, '3'::json AS d`,
    ],
    ['bytes', Prisma.sql`SELECT '\\x00ff'::bytea AS a, ''::bytea AS b`],
    [
      'ids',
      Prisma.sql`SELECT '019b76da-a800-778c-9dda-8b1e64e6e093'::uuid AS a, ARRAY['019b76da-a800-778c-9dda-8b1e64e6e093']::uuid[] AS b`,
    ],
  ])('%s come as from Prisma', async (_name, query) => {
    const rows = await db.$queryRaw(query);
    expect(rows).toStrictEqual(await prisma.$queryRaw(query));
    expect(Array.isArray(rows)).toBe(true);
  });

  test('parameters go as by Prisma', async () => {
    const at = new Date('2026-01-02T03:04:05.678Z');
    const bytes = Buffer.from([0, 255]);
    const parts = Prisma.join([1, 2]);
    const query = Prisma.sql`SELECT ${at}::timestamptz AS a, ${12n}::int8 AS b, ${'x'}::text AS c, ${null}::int AS d,
      ${['a', 'b,"c']}::text[] AS e, ${bytes}::bytea AS f, ${{ k: ['v'] }}::jsonb AS g, ${true}::bool AS h, 2 IN (${parts}) AS i,
      ${1.5}::float8 AS j, ${[at]}::timestamptz[] AS k`;
    expect(await db.$queryRaw(query)).toStrictEqual(await prisma.$queryRaw(query));
    const tagged = await db.$queryRaw`SELECT ${'a'}::text || ${Prisma.raw("'b'")} || ${'c'}::text AS x`;
    expect(tagged).toEqual([{ x: 'abc' }]);
    expect(await db.$executeRaw`UPDATE categories SET name = ${'y'} WHERE false`).toBe(0);
  });

  test('decimals go and come whole', async () => {
    const [row] = await db.$queryRaw<
      { d: Prisma.Decimal }[]
    >`SELECT ${new Prisma.Decimal('1.20')}::numeric AS d`;
    expect(row?.d.toString()).toBe('1.2');
  });

  test('a parameter that is undefined is refused', async () => {
    await expect(db.$queryRawUnsafe('SELECT $1::int', undefined)).rejects.toThrow(TypeError);
  });
});

describe('a transaction', () => {
  const insert = (
    tx: Prisma.TransactionClient,
    { id, name, slug, ancestorIds }: ReturnType<typeof aCategory>,
  ) =>
    tx.$executeRaw`INSERT INTO categories (id, slug, name, ancestor_ids) VALUES (${id}::uuid, ${slug}, ${name}, ${ancestorIds}::uuid[])`;

  test('sends BEGIN with its first statement, and has the models of Prisma on the same connection', async () => {
    const [one, two] = [aCategory(), aCategory()];
    const seen = await statementsOf(() =>
      db.$transaction(async (tx) => {
        expect(await insert(tx, one)).toBe(1);
        expect(await tx.category.count({ where: { id: one.id } })).toBe(1);
        await tx.category.create({ data: two });
        expect(await countOf(one.id)).toBe(0);
      }),
    );
    expect(seen[0]).toBe('BEGIN');
    expect(seen.filter((text) => text === 'BEGIN')).toHaveLength(1);
    expect(seen.filter((text) => text === 'COMMIT')).toHaveLength(1);
    expect([await countOf(one.id), await countOf(two.id)]).toEqual([1, 1]);
  });

  test('that fails leaves nothing, of models neither', async () => {
    const [one, two] = [aCategory(), aCategory()];
    const failing = db.$transaction(async (tx) => {
      await insert(tx, one);
      await tx.category.create({ data: two });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect([await countOf(one.id), await countOf(two.id)]).toEqual([0, 0]);
    expect(pool.idleCount).toBe(pool.totalCount);
  });

  test('of one last statement is that statement alone', async () => {
    const { id } = aCategory();
    const last = { sql: 'DELETE FROM categories WHERE id = $1::uuid', values: [id] };
    const transaction = withRawSql<PrismaClient>(prisma, pool).$transaction;
    const seen = await statementsOf(() => ending(transaction, (commitWith) => commitWith(last)));
    expect(seen).toEqual([last.sql]);
  });

  test('sends its last statement with COMMIT; if that statement fails, nothing is kept', async () => {
    const [one, two] = [aCategory(), aCategory()];
    const sql = 'UPDATE categories SET version = version + $1 WHERE id = $2::uuid';
    await ending(db.$transaction, async (commitWith, tx) => {
      await insert(tx, one);
      commitWith({ sql, values: [4, one.id] });
    });
    expect(await prisma.category.findUnique({ where: { id: one.id } })).toMatchObject({ version: 5 });
    const failing = ending(db.$transaction, async (commitWith, tx) => {
      await insert(tx, two);
      commitWith({
        sql: 'INSERT INTO categories (id, slug, name) VALUES ($1::uuid, $2, $3)',
        values: [one.id, one.slug, 'x'],
      });
    });
    await expect(failing).rejects.toMatchObject({ code: '23505' });
    expect(await countOf(two.id)).toBe(0);
  });

  test('whose failed statement was swallowed does not pass for committed', async () => {
    const one = aCategory();
    const failing = db.$transaction(async (tx) => {
      await insert(tx, one);
      await tx.$queryRaw`SELECT 1 / 0`.catch(() => undefined);
    });
    await expect(failing).rejects.toMatchObject({ name: 'NothingCommitted' });
    expect(await countOf(one.id)).toBe(0);
  });

  test('that takes too long is rolled back, and its locks are free while the work still waits', async () => {
    const one = aCategory();
    await insert(db, one);
    let goOn = (): void => undefined;
    const waiting = new Promise<void>((resolve) => (goOn = resolve));
    let hasLocked = (): void => undefined;
    const locked = new Promise<void>((resolve) => (hasLocked = resolve));
    const failing = db.$transaction(
      async (tx) => {
        await tx.$queryRaw`UPDATE categories SET name = 'late' WHERE id = ${one.id}::uuid`;
        hasLocked();
        await waiting;
        await tx.$queryRaw`SELECT 1`;
      },
      { timeout: 500 },
    );
    const outcome = expect(failing).rejects.toMatchObject({ name: 'TransactionTimeout', code: '57014' });
    await locked;
    await db.$executeRaw`UPDATE categories SET name = name || '!' WHERE id = ${one.id}::uuid`;
    goOn();
    await outcome;
    expect(await prisma.category.findUnique({ where: { id: one.id } })).toMatchObject({ name: 'Fruit!' });
  });

  test('whose connection breaks fails, and the pool goes on without it', async () => {
    const failing = db.$transaction(async (tx) => {
      const [row] = await tx.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
      await pool.query('SELECT pg_terminate_backend($1)', [row?.pid]);
      await tx.$queryRaw`SELECT 1`;
    });
    await expect(failing).rejects.toThrow();
    expect(await db.$queryRaw`SELECT 1 AS one`).toEqual([{ one: 1 }]);
  });
});

type CommitWith = (last: { sql: string; values: unknown[] }) => void;

/** A transaction as the platform runs it: with a last statement. */
function ending(
  transaction: PrismaClient['$transaction'],
  work: (commitWith: CommitWith, tx: Prisma.TransactionClient) => Promise<void> | void,
): Promise<void> {
  return transaction(async (tx: Prisma.TransactionClient, commitWith?: CommitWith) => {
    if (!commitWith) throw new Error('the database takes no last statement');
    await work(commitWith, tx);
  });
}
