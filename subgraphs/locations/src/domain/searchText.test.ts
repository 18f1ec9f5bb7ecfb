import fc from 'fast-check';
import { folded, MAX_SEARCH_TEXT, searchTextOf } from './searchText.ts';

test.each([
  ['Schöneberger Str. 12 a', 'schoneberger strasse 12a'],
  ['SCHOENEBERGER STRASSE 12A', 'schoneberger strasse 12a'],
  ['Schöneberger Straße 12a', 'schoneberger strasse 12a'],
  ['Torstr. 1', 'torstrasse 1'],
  ['  Karl-Marx-Allee  ', 'karl marx allee'],
  ['Łódź', 'lodz'],
  ['Tromsø', 'tromso'],
  ['東京', '東京'],
  ['12 b c', '12b c'],
  ['!?', ''],
])('%s is looked for as %s', (text, expected) => {
  expect(folded(text)).toBe(expected);
});

test('an address is found by its street, number, postcode and city', () => {
  expect(searchTextOf({ name: 'Torstraße 1', postcode: '10119', city: 'Berlin' })).toBe(
    'torstrasse 1 10119 berlin',
  );
  expect(searchTextOf({ name: 'Berlin', postcode: null, city: null })).toBe('berlin');
});

test('any text becomes a bounded one of letters, digits and single spaces', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
      const result = folded(text);
      expect(result.length).toBeLessThanOrEqual(MAX_SEARCH_TEXT);
      expect(result).not.toMatch(/^ | $| {2}/);
      expect(result).not.toMatch(/[%_\\'"\0]/);
    }),
  );
});

test('a text that grows when it is decomposed is cut', () => {
  expect(folded('\u{FDFA}'.repeat(100)).length).toBeLessThanOrEqual(MAX_SEARCH_TEXT);
});
