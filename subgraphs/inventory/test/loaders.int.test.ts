import { PrismaPg } from '@prisma/adapter-pg';
import { v7 as uuidv7 } from 'uuid';
import { PrismaClient } from '../src/generated/prisma/client.ts';
import { loadersOf } from '../src/graphql/context.ts';
import { stocked, startStoreHarness } from './storeHarness.ts';

test('50 products of a page cost one statement for availability and two for any open store', async () => {
  const w = await startStoreHarness();
  const products = Array.from({ length: 50 }, () => uuidv7());
  const store = await stocked(w.db, w.platform, Object.fromEntries(products.map((id) => [id, 3])));
  const adapter = new PrismaPg({ connectionString: w.world.databaseUrl });
  const db = new PrismaClient({ adapter, log: [{ emit: 'event', level: 'query' }] });
  const statements: string[] = [];
  db.$on('query', (event) => statements.push(event.query));
  const loaders = loadersOf({ db, now: () => new Date() });

  const [there, anywhere] = await Promise.all([
    Promise.all(
      products.map((productId) => loaders.availability.load({ storeId: store.storeId, productId })),
    ),
    Promise.all(products.map((productId) => loaders.anywhere.load(productId))),
  ]);
  expect(there.map((one) => one?.available)).toEqual(products.map(() => 3));
  expect(anywhere).toEqual(products.map(() => true));
  expect(statements).toHaveLength(3);
  await db.$disconnect();
  await w.close();
});
