import { asyncApiDocument } from './asyncapi.ts';
import { contracts } from './contracts.ts';
import { MAX_PIECES } from './values.ts';

interface Found {
  readonly at: string;
  readonly minimum: unknown;
  readonly maximum: unknown;
}

/** Every whole number of a JSON schema, with its bounds. */
function integersOf(schema: unknown, at = ''): Found[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const here: Record<string, unknown> = { ...schema };
  const isInteger = here.type === 'integer';
  const found = isInteger
    ? [{ at, minimum: here.minimum ?? here.exclusiveMinimum, maximum: here.maximum }]
    : [];
  return [...found, ...Object.entries(here).flatMap(([key, value]) => integersOf(value, `${at}/${key}`))];
}

test('every whole number of every event is bounded, within the safe integers', () => {
  const integers = integersOf(asyncApiDocument());
  expect(integers.length).toBeGreaterThan(50);
  const unbounded = integers.filter(
    ({ minimum, maximum }) => !Number.isSafeInteger(minimum) || !Number.isSafeInteger(maximum),
  );
  expect(unbounded).toEqual([]);
});

describe('pieces', () => {
  const id = '0192f0c0-0000-7000-8000-000000000001';
  const stock = { stockItemId: id, storeId: id, productId: id, reserved: 0, threshold: 0 };
  const at = '2026-03-01T12:00:00.000Z';
  const { data } = contracts['inventory.updated'];

  test.each([
    [MAX_PIECES, 0, true],
    [MAX_PIECES + 1, 0, false],
    [0, -MAX_PIECES, true],
    [0, -MAX_PIECES - 1, false],
    [-1, 0, false],
  ])('%d on hand and %d available: %s', (onHand, available, isAccepted) => {
    expect(data.safeParse({ ...stock, onHand, available, at }).success).toBe(isAccepted);
  });

  test('of an order are no more than can be counted', () => {
    const lines = (quantity: number) => ({
      orderId: id,
      storeId: id,
      lines: [{ productId: id, quantity }],
      at,
    });
    const released = contracts['inventory.released'].data;
    expect(released.safeParse(lines(MAX_PIECES)).success).toBe(true);
    expect(released.safeParse(lines(MAX_PIECES + 1)).success).toBe(false);
    expect(released.safeParse(lines(0)).success).toBe(false);
  });
});
