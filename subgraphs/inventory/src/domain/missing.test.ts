import { missing, MISSING_REASON } from './missing.ts';
import { adjustment, release } from './stock.ts';

const orderId = '0192f0c0-0000-7000-8000-000000000001';
const gone = (pieces: number) => adjustment(-pieces, { orderId }, MISSING_REASON);

test.each([
  ['what the order holds', { held: 3, missing: 2, available: 5 }, [release(2, orderId), gone(2)], 2],
  ['more than it holds', { held: 1, missing: 3, available: 1 }, [release(1, orderId), gone(2)], 1],
  ['what others hold stays', { held: 0, missing: 2, available: 0 }, [], 0],
])('%s', (_, of, movements, released) => {
  expect(missing({ orderId, ...of })).toEqual({ movements, released });
});
