/** A document that is made to be expensive to refuse: `of(n)` grows with n. */
export interface HostileDocument {
  readonly name: string;
  of(n: number): string;
}

const many = (count: number, of: (i: number) => string, between = ' ') =>
  Array.from({ length: count }, (_, i) => of(i)).join(between);

const product = (selection: string) => `{ product(by: { sku: "none" }) { ${selection} } }`;

/** Known attacks on parsers, validators and planners, written for our own schema. */
export const hostileDocuments: readonly HostileDocument[] = [
  { name: 'one field again and again', of: (n) => `{ ${'__typename '.repeat(n)}}` },
  { name: 'one field of an object again and again', of: (n) => product('name '.repeat(n)) },
  {
    name: 'one object again and again, with objects in it',
    of: (n) => product('category { parent { name } } '.repeat(n / 4)),
  },
  { name: 'aliases', of: (n) => product(many(n / 2, (i) => `a${i}: name`)) },
  { name: 'aliases of the root', of: (n) => `{ ${many(n / 2, (i) => `a${i}: __typename`)} }` },
  {
    name: 'fragments that are spread side by side',
    of: (n) =>
      `${product(many(n / 8, (i) => `...F${i}`))} ${many(n / 8, (i) => `fragment F${i} on Product { name }`)}`,
  },
  {
    name: 'fragments in fragments',
    of: (n) =>
      `${product('...F0')} ${many(n / 8, (i) => `fragment F${i} on Product { ...F${i + 1} }`)} fragment F${n / 8} on Product { name }`,
  },
  {
    name: 'fragments that multiply',
    of: (n) =>
      `${product('...F0')} ${many(n / 16, (i) => `fragment F${i} on Product { category { name } ...F${i + 1} ...F${i + 1} }`)} fragment F${n / 16} on Product { name }`,
  },
  {
    name: 'fragments side by side, each in each',
    of: (n) => {
      const count = Math.floor(Math.sqrt(n / 2));
      return `${product('...F0')} ${many(count, (i) => `fragment F${i} on Product { ${many(count - i - 1, (k) => `...F${i + k + 1}`)} name }`)}`;
    },
  },
  {
    name: 'inline fragments in inline fragments',
    of: (n) => product(`${'... on Product {'.repeat(n / 8)} name ${'}'.repeat(n / 8)}`),
  },
  { name: 'directives', of: (n) => product(`name ${'@include(if: true) '.repeat(n / 6)}`) },
  { name: 'directives that do not exist', of: (n) => product(`name ${'@a '.repeat(n / 2)}`) },
  { name: 'fields that do not exist', of: (n) => `{ ${many(n, (i) => `a${i}`)} }` },
  {
    name: 'arguments that do not exist',
    of: (n) => `{ product(${many(n / 3, (i) => `a${i}: 1`)}) { name } }`,
  },
  {
    name: 'variables that are not used',
    of: (n) => `query (${many(n / 4, (i) => `$v${i}: Int`)}) { __typename }`,
  },
  {
    name: 'variables of types that do not exist',
    of: (n) => `query (${many(n / 4, (i) => `$v${i}: T${i}`)}) { __typename }`,
  },
  {
    name: 'fields of one name with other arguments',
    of: (n) => product(many(n / 7, (i) => `availability(storeId: "${i}") { available }`)),
  },
  {
    name: 'lists in lists as a value',
    of: (n) => `{ product(by: { sku: ${'['.repeat(n / 2)}${']'.repeat(n / 2)} }) { name } }`,
  },
  { name: 'a long list as a value', of: (n) => `{ product(by: { sku: [${'1,'.repeat(n)}] }) { name } }` },
  {
    name: 'an object with many fields as a value',
    of: (n) => `{ product(by: { ${many(n / 3, (i) => `a${i}: 1`)} }) { name } }`,
  },
  {
    name: 'operations beside the one',
    of: (n) => `query A { __typename } ${many(n / 8, (i) => `query B${i} { nothing }`)}`,
  },
  {
    name: 'fragments that nobody spreads',
    of: (n) => `query A { nothing } ${many(n / 8, (i) => `fragment F${i} on Product { name }`)}`,
  },
  { name: 'comments', of: (n) => `{ nothing } ${'# comment\n'.repeat(n / 2)}` },
  { name: 'a long text', of: (n) => `{ product(by: { skuu: "${'x'.repeat(n * 4)}" }) { name } }` },
  {
    name: 'a long block text',
    of: (n) => `{ product(by: { skuu: """${' \n'.repeat(n * 2)}""" }) { name } }`,
  },
  { name: 'braces', of: (n) => '{a'.repeat(n / 2) },
  {
    name: 'introspection in introspection',
    of: (n) =>
      `{ __schema { types { ${'fields { type { '.repeat(n / 16)} name ${'} } '.repeat(n / 16)} } } }`,
  },
];

/** The largest of a document that is not longer than `bytes`. */
export function withinBytes(document: HostileDocument, bytes: number): string {
  let [small, large] = [16, bytes];
  while (large - small > 16) {
    const middle = Math.floor((small + large) / 32) * 16;
    if (document.of(middle).length <= bytes) small = middle;
    else large = middle;
  }
  return document.of(small);
}
