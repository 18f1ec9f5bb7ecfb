import path from 'node:path';
import { migrate } from '@nakku/service';
import { createTestDatabase } from '@nakku/testkit';
import { drift } from '@nakku/tools/prisma/drift';

test('the migrations make what schema.prisma says', async () => {
  const folder = path.join(import.meta.dirname, '../../../prisma/analytics');
  const database = await createTestDatabase('analytics');
  try {
    await migrate(database.url, path.join(folder, 'migrations'));
    expect(await drift(database.url, path.join(folder, 'schema.prisma'))).toBe('');
  } finally {
    await database.drop();
  }
});
