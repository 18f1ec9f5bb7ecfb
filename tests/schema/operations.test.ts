import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { demoAddress, demoPaymentMethods, demoStores, readCatalogue } from '@nakku/demo';

const folder = path.join(import.meta.dirname, '../../schema/operations');
const files = readdirSync(folder);

test('every role has operations', () => {
  const roles = new Set(files.map((file) => file.split('-')[0]));
  expect([...roles].sort()).toEqual(['admin', 'courier', 'customer', 'store']);
});

test('no two operations have the same name: it is how a client is known', () => {
  const names = files
    .filter((file) => file.endsWith('.graphql'))
    .map(
      (file) =>
        /^(?:query|mutation|subscription) (\w+)/m.exec(readFileSync(path.join(folder, file), 'utf8'))?.[1],
    );
  expect(new Set(names).size).toBe(names.length);
});

test('the variables name objects of the demo shop', () => {
  const text = files
    .filter((file) => file.endsWith('.json'))
    .map((file) => readFileSync(path.join(folder, file), 'utf8'))
    .join('\n');
  const known = new Set([
    demoAddress.addressId,
    demoPaymentMethods.card,
    ...demoStores.map((store) => store.storeId),
    ...readCatalogue().map((product) => product.productId),
  ]);
  const named = text.match(/[0-9a-f]{8}-[0-9a-f-]{27}/g) ?? [];
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((id) => !known.has(id))).toEqual([]);
});
