import { readCatalogue } from '@nakku/demo';
import { anonymous, captureEvents, type EventCapture } from '@nakku/testkit';
import type { customer } from '@nakku/testkit';
import { seedCatalogue } from '../src/commands/seedCatalogue.ts';
import { type ProductsHarness, startProductsHarness } from './harness.ts';

type Caller = ReturnType<typeof anonymous> | ReturnType<typeof customer>;

export const rows = readCatalogue();

const page = `edges { cursor node { id sku name price { amount } } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }`;

/** The demo's whole catalogue in a running service, for all tests of a file. */
export function seededCatalogue() {
  let harness: ProductsHarness;
  let capture: EventCapture;
  beforeAll(async () => {
    harness = await startProductsHarness();
    const started = performance.now();
    expect(await seedCatalogue(harness)).toEqual({ categories: 181, products: rows.length });
    expect(performance.now() - started).toBeLessThan(10_000);
    capture = await captureEvents(harness.world.topicPrefix, ['products']);
  }, 60_000);
  afterAll(async () => {
    await capture.stop();
    await harness.close();
  }, 60_000);

  const execute = (document: string, variables: Record<string, unknown> = {}, caller: Caller = anonymous()) =>
    harness.client.query(document, variables, caller);
  return {
    /** Once the tests of the file run. */
    harness: () => harness,
    capture: () => capture,
    execute,
    /** The connection `products(args)`, without errors. */
    products: async (args: string, variables: Record<string, unknown> = {}, declare = '') => {
      const response = await execute(`query ${declare} { products(${args}) { ${page} } }`, variables);
      expect(response.errors).toBeUndefined();
      return response.data?.products;
    },
  };
}

export const names = (list: { edges: { node: { name: string } }[] }) =>
  list.edges.map((edge) => edge.node.name);

export const codeOf = (response: { errors: readonly { extensions?: { code?: unknown } }[] | undefined }) =>
  response.errors?.[0]?.extensions?.code;
