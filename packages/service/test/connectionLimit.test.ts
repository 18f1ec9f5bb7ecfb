import { connectionLimit, maxOpenFiles } from '../src/http/connectionLimit.ts';

const limits = (soft: string): string =>
  `Limit                     Soft Limit           Hard Limit           Units\nMax processes             100                  100                  processes\nMax open files            ${soft.padEnd(20)} 1048576              files\n`;

test.each([
  ['1024', 1_024],
  ['unlimited', undefined],
])('a limit of %s open files', (soft, expected) => {
  expect(maxOpenFiles(() => limits(soft))).toBe(expected);
});

test('a system that does not tell, has none', () => {
  expect(
    maxOpenFiles(() => {
      throw new Error('ENOENT');
    }),
  ).toBeUndefined();
});

test('connections leave files for databases, Redis and logs', () => {
  expect(connectionLimit(50_000, 1_024)).toBe(716);
  expect(connectionLimit(500, 1_024)).toBe(500);
  expect(connectionLimit(50_000, undefined)).toBeLessThanOrEqual(50_000);
});
