import { v7 as uuidv7 } from 'uuid';
import { importCatalogue } from '../src/app/importCatalogue.ts';
import { type ProductsHarness, startProductsHarness } from './harness.ts';

let s: ProductsHarness;
beforeAll(async () => {
  s = await startProductsHarness();
}, 60_000);
afterAll(() => s.close(), 60_000);

test('a catalogue of any size is imported in transactions of bounded size, and again without effect', async () => {
  const categoryId = uuidv7();
  const category = { id: categoryId, slug: 'big', name: 'Big', parentId: null, ancestorIds: [categoryId] };
  const products = Array.from({ length: 1_201 }, (_, n) => ({
    ...{ id: uuidv7(), sku: `BIG-${n}`, slug: `big-${n}`, name: `Big ${n}`, description: null, brand: null },
    ...{ size: 1, unit: 'PIECE' as const, price: 100, currency: 'EUR', taxRate: 700, imageUrls: [] },
    ...{ attributes: [], categoryId, tags: [] },
  }));
  const sizes: number[] = [];
  const platform: Parameters<typeof importCatalogue>[0]['platform'] = {
    ...s.platform,
    transaction: (work) =>
      s.platform.transaction(async (tx) => {
        let emitted = 0;
        const result = await work({
          ...tx,
          emit: (event) => {
            emitted += 1;
            return tx.emit(event);
          },
        });
        sizes.push(emitted);
        return result;
      }),
  };
  const catalogue = { categories: [category], products };
  expect(await importCatalogue({ platform }, catalogue, new Date())).toEqual({
    categories: 1,
    products: 1_201,
  });
  expect(sizes).toEqual([1, 500, 500, 201]);
  expect(await importCatalogue({ platform }, catalogue, new Date())).toEqual({ categories: 0, products: 0 });
});
