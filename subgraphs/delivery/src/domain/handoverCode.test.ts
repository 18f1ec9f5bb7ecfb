import { handoverCode, isHandoverCode } from './handoverCode.ts';

const secret = 'x'.repeat(32);
const deliveryId = '019cca80-0000-7000-8000-000000000001';

describe('hand-over code', () => {
  test('is four digits, the same each time', () => {
    expect(handoverCode(secret, deliveryId)).toMatch(/^\d{4}$/);
    expect(handoverCode(secret, deliveryId)).toBe(handoverCode(secret, deliveryId));
  });

  test('depends on the delivery and on the secret', () => {
    const codes = new Set(Array.from({ length: 50 }, (_, n) => handoverCode(secret, `${deliveryId}${n}`)));
    expect(codes.size).toBeGreaterThan(45);
    expect(handoverCode('y'.repeat(32), deliveryId)).not.toBe(handoverCode(secret, deliveryId));
  });

  test('only the code itself is right', () => {
    const code = handoverCode(secret, deliveryId);
    expect(isHandoverCode(secret, deliveryId, code)).toBe(true);
    expect(isHandoverCode(secret, deliveryId, `${code}0`)).toBe(false);
    expect(isHandoverCode(secret, deliveryId, '')).toBe(false);
    expect(isHandoverCode(secret, deliveryId, code === '0000' ? '0001' : '0000')).toBe(false);
  });
});
