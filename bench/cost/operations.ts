/** One operation whose price is compared with what it takes. */
export interface PricedOperation {
  readonly title: string;
  /** @param i distinct for each request */
  query(i: number): string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** Whether it is a customer's; else nobody is signed in. */
  readonly isCustomers?: true;
}

const card = 'id name packaging price { amount currency }';
/** A product, its availability, the product of that, and so on: a fetch for each hop. */
const hops = (deep: number): string =>
  deep === 0 ? 'name' : `name availability(storeId: $storeId) { product { ${hops(deep - 1)} } }`;
const known = (query: string) => () => query;
/** With a name that was never sent. */
const unseen = (query: string) => (i: number) => query.replace('query', `query N${i}x${Date.now()}`);

const twentyOfNone = `query ($storeId: ID!) { ${Array.from({ length: 20 }, (_, i) => `p${i}: product(by: { sku: "none" }) { ${hops(5)} }`).join(' ')} }`;

/** What clients send, from the cheapest to the dearest, and the attack that planning was free for. */
export function pricedOperations(o: {
  storeId: string;
  productId: string;
  orderId: string;
}): readonly PricedOperation[] {
  const { storeId, productId, orderId } = o;
  const store = { storeId };
  return [
    {
      title: 'a product',
      query: known(`query ($id: ID!) { product(by: { id: $id }) { ${card} } }`),
      variables: { id: productId },
    },
    { title: 'a product that is none', query: known('{ product(by: { sku: "none" }) { name } }') },
    {
      title: 'a product with its category',
      query: known(
        `query ($id: ID!) { product(by: { id: $id }) { ${card} category { name breadcrumbs { name } } } }`,
      ),
      variables: { id: productId },
    },
    {
      title: 'a page of 10',
      query: known(`{ products(first: 10, sort: NAME) { edges { node { ${card} } } } }`),
    },
    {
      title: 'a page of 50',
      query: known(`{ products(first: 50, sort: NAME) { edges { node { ${card} } } } }`),
    },
    {
      title: 'a page of 100',
      query: known(`{ products(first: 100, sort: NAME) { edges { node { ${card} } } } }`),
    },
    {
      title: 'a search',
      query: known(`{ products(search: "milk", first: 10) { edges { node { ${card} } } } }`),
    },
    {
      title: 'a search with availability',
      query: known(
        `query ($storeId: ID!) { products(search: "milk", first: 10) { edges { node { ${card} availability(storeId: $storeId) { available } } } } }`,
      ),
      variables: store,
    },
    {
      title: 'a page of 50 with availability',
      query: known(
        `query ($storeId: ID!) { products(first: 50, sort: NAME) { edges { node { ${card} availability(storeId: $storeId) { available } } } } }`,
      ),
      variables: store,
    },
    {
      title: 'the tree of categories',
      query: known('{ categories { name children { name children { name } } } }'),
    },
    {
      title: 'a store',
      query: known('query ($storeId: ID!) { store(id: $storeId) { name } }'),
      variables: store,
    },
    { title: 'stores', query: known('{ stores(first: 10) { edges { node { id name } } } }') },
    {
      title: 'five hops',
      query: known(`query ($storeId: ID!, $id: ID!) { product(by: { id: $id }) { ${hops(5)} } }`),
      variables: { ...store, id: productId },
    },
    {
      title: 'orders of a customer',
      query: known(
        '{ orders(first: 10) { edges { node { id number status totals { total { amount } } } } } }',
      ),
      isCustomers: true,
    },
    {
      title: 'an order with its products',
      query: known(
        'query ($id: ID!) { order(id: $id) { status lines { quantity product { name price { amount } } } timeline { kind at } } }',
      ),
      variables: { id: orderId },
      isCustomers: true,
    },
    { title: 'never seen: a product', query: unseen('query { product(by: { sku: "none" }) { name } }') },
    {
      title: 'never seen: a search with availability',
      query: unseen(
        `query ($storeId: ID!) { products(search: "milk", first: 10) { edges { node { ${card} availability(storeId: $storeId) { available } } } } }`,
      ),
      variables: store,
    },
    {
      title: 'never seen: 20 products of none, five hops deep',
      query: unseen(twentyOfNone),
      variables: store,
    },
  ];
}
