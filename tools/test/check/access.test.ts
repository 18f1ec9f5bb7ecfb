import { parse } from 'graphql';
import { accessDirectives } from '../../src/check/access.ts';

const found = (links: string, type: string) =>
  [...accessDirectives(parse(`schema ${links} { query: Query }\n${type}`))].map(
    ([coordinate, directives]) => [coordinate, directives.map((d) => d.name.value)],
  );

test('directives of access are found under the names that links give them', () => {
  const links = `
    @link(url: "https://specs.apollo.dev/authenticated/v0.1", as: "auth")
    @link(url: "https://specs.apollo.dev/requiresScopes/v0.1", import: [{ name: "@requiresScopes", as: "@scopes" }])`;
  expect(
    found(links, 'type Query { a: Int @auth b: Int @scopes(scopes: [["s"]]) c: Int @authenticated }'),
  ).toEqual([
    ['Query.a', ['authenticated']],
    ['Query.b', ['requiresScopes']],
  ]);
});

test('a baseline calls them plainly', () => {
  expect(found('', 'type Query @authenticated { a: Int @policy(policies: [["p"]]) }')).toEqual([
    ['Query', ['authenticated']],
    ['Query.a', ['policy']],
  ]);
});
