import { migratedDatabase } from '@nakku/tools/prisma/migrated-database';

test('the migrations make what schema.prisma says', async () => {
  const database = await migratedDatabase('widgets');
  try {
    expect(await database.drift()).toBe('');
  } finally {
    await database.close();
  }
});
