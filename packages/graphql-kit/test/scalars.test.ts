import { sharedResolvers } from '../src/index.ts';

const { CountryCode, Currency, Cursor, DateTime, EmailAddress, Latitude, Longitude, PhoneNumber, SafeInt } =
  sharedResolvers;

test.each([
  ['PhoneNumber', PhoneNumber, '+4930901820', '+4930901820'],
  ['Currency', Currency, 'eur', 'EUR'],
  ['CountryCode', CountryCode, 'de', 'DE'],
  ['EmailAddress', EmailAddress, 'a@example.com', 'a@example.com'],
  ['Cursor', Cursor, 'WyJhIiwxXQ', 'WyJhIiwxXQ'],
  ['Latitude', Latitude, -90, -90],
  ['Longitude', Longitude, 180, 180],
  ['SafeInt', SafeInt, 2 ** 53 - 1, 2 ** 53 - 1],
])('%s accepts its values', (_, scalar, value, parsed) => {
  expect(scalar.parseValue(value)).toBe(parsed);
});

test.each([
  ['PhoneNumber', PhoneNumber, ['12', '030901820', '+0123456789', '+1234567890123456', '+49 30 901820', 12]],
  ['Currency', Currency, ['XXX', 'XTS', 'XAU', 'EURO', 'ZZZ', '', 978]],
  ['CountryCode', CountryCode, ['ZZ', 'DEU', '', 1]],
  ['EmailAddress', EmailAddress, ['nope', `${'a'.repeat(250)}@example.com`]],
  ['Cursor', Cursor, ['', 'a\u0000b', 'ä', 'a'.repeat(513), 7]],
  ['DateTime', DateTime, ['yesterday', '2026-02-30T00:00:00Z', `2026-01-01T00:00:00.${'0'.repeat(40)}Z`]],
  ['Latitude', Latitude, [90.1, Number.NaN, '52° 31′ 12″ N']],
  ['Longitude', Longitude, [-180.1, Number.POSITIVE_INFINITY, '13']],
  ['SafeInt', SafeInt, [1.5, 2 ** 53]],
] as const)('%s refuses everything else', (_, scalar, values) => {
  for (const value of values) expect(() => scalar.parseValue(value)).toThrow();
});

test('a long text is refused at once, whatever it looks like', () => {
  // A pattern that backtracks ran for ever on 44 digits and an x.
  expect(() => PhoneNumber.parseValue(`${'1'.repeat(44)}x`)).toThrow();
  expect(() => PhoneNumber.parseValue(`+${'1'.repeat(44)}x`)).toThrow();
  for (const scalar of Object.values(sharedResolvers)) {
    for (const part of ['1', 'a.', '-', 'a@', ' ']) {
      expect(() => scalar.parseValue(`${part.repeat(200_000)}x`)).toThrow();
    }
  }
});
