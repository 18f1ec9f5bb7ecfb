import { parse, print } from 'graphql';
import { withoutLocations } from './cachedSize.ts';

test('a document without locations says the same, holds nothing of its text, and has a size', () => {
  const text = `query A($n: Int = 1) { a(n: $n) @include(if: true) { ...F b: c(list: [1, "x"]) } } fragment F on T { d }`;
  const commented = parse(`# ${'comment '.repeat(1_000)}\n${text}`);
  const printed = print(commented);
  const size = withoutLocations(commented);
  expect(print(commented)).toBe(printed);
  expect(JSON.stringify(commented)).not.toContain('"loc"');
  expect(size).toBe(withoutLocations(parse(text)));
  expect(withoutLocations(parse(`{ ${'a '.repeat(1_000)} }`))).toBeGreaterThan(1_000_000);
});
