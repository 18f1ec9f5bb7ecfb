import { newRequestId } from '../src/requestId.ts';

test('request ids are UUIDs of version 7 of this moment, over pages of random bytes no two alike', () => {
  const before = Date.now();
  const ids = Array.from({ length: 1_000 }, newRequestId);
  const after = Date.now();
  expect(new Set(ids).size).toBe(1_000);
  for (const id of ids) {
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const at = parseInt(id.slice(0, 13).replace('-', ''), 16);
    expect(at).toBeGreaterThanOrEqual(before);
    expect(at).toBeLessThanOrEqual(after);
  }
  // The bits after the time are random: none of them is the same in all ids.
  const always = ids
    .map((id) => BigInt(`0x${id.slice(24)}`))
    .reduce((all, one) => ({ ones: all.ones & one, zeros: all.zeros | one }), {
      ones: 0xffffffffffffn,
      zeros: 0n,
    });
  expect(always).toEqual({ ones: 0n, zeros: 0xffffffffffffn });
});
