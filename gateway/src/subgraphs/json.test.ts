import { copyOf, mergeInto } from './json.ts';

function merged(target: Record<string, unknown>, source: Record<string, unknown>): unknown {
  mergeInto(target, source);
  return target;
}

test('objects and lists of one length are merged, anything else is replaced', () => {
  expect(merged({ a: { b: 1 } }, { a: { c: 2 } })).toEqual({ a: { b: 1, c: 2 } });
  expect(merged({ a: [{ b: 1 }, null] }, { a: [{ c: 2 }, { c: 3 }] })).toEqual({
    a: [{ b: 1, c: 2 }, { c: 3 }],
  });
  expect(merged({ a: [{ b: 1 }] }, { a: [{ c: 2 }, { c: 3 }] })).toEqual({ a: [{ c: 2 }, { c: 3 }] });
  expect(merged({ a: { b: 1 } }, { a: null })).toEqual({ a: null });
});

test('a type that is known is not replaced by an interface above it', () => {
  const subtypes = new Map([['Media', new Set(['Film'])]]);
  const into = (present: unknown, value: unknown) => {
    const target = { a: [{ __typename: present }] };
    mergeInto(target, { a: [{ __typename: value }] }, subtypes);
    return target.a[0]?.__typename;
  };
  expect(into('Film', 'Media')).toBe('Film');
  expect(into('Media', 'Film')).toBe('Film');
  expect(into('Book', 'Media')).toBe('Media');
  expect(into('Film', 'Book')).toBe('Book');
  expect(into(undefined, 'Media')).toBe('Media');
});

test('no response of a subgraph reaches the prototype of objects', () => {
  const source: Record<string, unknown> = JSON.parse('{ "__proto__": { "polluted": true }, "a": 1 }');
  const target = merged({}, source);
  // It is data like any other: a client may have given this name to a field.
  expect(JSON.stringify(target)).toBe('{"__proto__":{"polluted":true},"a":1}');
  expect(Object.getPrototypeOf(target)).toBe(Object.prototype);
  expect(Reflect.get({}, 'polluted')).toBeUndefined();
});

test('a copy shares nothing with what was copied', () => {
  const source: Record<string, unknown> = JSON.parse('{ "a": [{ "b": 1 }, null], "__proto__": { "c": 2 } }');
  const copy = copyOf(source);
  expect(JSON.stringify(copy)).toBe(JSON.stringify(source));
  mergeInto(source, { a: [{ d: 3 }, { e: 4 }] });
  expect(JSON.stringify(copy)).toBe('{"a":[{"b":1},null],"__proto__":{"c":2}}');
});
