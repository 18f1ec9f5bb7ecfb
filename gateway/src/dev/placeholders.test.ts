import { parsePlaceholder } from './placeholders.ts';

test.each([
  ['{new key}', { kind: 'new key' }],
  ['{cart.version|1}', { kind: 'paths', paths: ['cart.version'], example: 1 }],
  ['{a.b|c.d|null}', { kind: 'paths', paths: ['a.b', 'c.d'], example: null }],
  ['{a.b|c.d}', { kind: 'paths', paths: ['a.b', 'c.d'] }],
  ['milk', undefined],
  ['{milk}', undefined],
  ['{', undefined],
])('%s', (text, placeholder) => {
  expect(parsePlaceholder(text)).toEqual(placeholder);
});
