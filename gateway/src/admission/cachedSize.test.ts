import { parse, print } from 'graphql';
import { bytesOfDocument, keptDocument } from './cachedSize.ts';

test('a document is kept without comments and locations, says the same, and has a size', () => {
  const text = `query A($n: Int = 1) { a(n: $n) @include(if: true) { ...F b: c(list: [1, "x"]) } } fragment F on T { d }`;
  const commented = parse(`# ${'comment '.repeat(1_000)}\n${text}`);
  const kept = keptDocument(commented);
  expect(kept.text).toBe(print(commented));
  expect(print(kept.document)).toBe(kept.text);
  expect(JSON.stringify(kept.document)).not.toContain('"loc"');
  expect(kept.text.length).toBeLessThan(200);
  expect(bytesOfDocument(kept.document)).toBe(bytesOfDocument(keptDocument(parse(text)).document));
  expect(bytesOfDocument(keptDocument(parse(`{ ${'a '.repeat(1_000)} }`)).document)).toBe(
    500 * (1 + 1 + 1 + 1_000 * 2),
  );
});
