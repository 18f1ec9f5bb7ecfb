/** What clients subscribe with: a public topic, and an order of their own; other subgraphs have a part in both. */
export const operations = {
  stockChanged: `subscription ($productIds: [ID!]!, $storeId: ID!) {
    stockChanged(productIds: $productIds, storeId: $storeId) {
      isSnapshot items { product { name packaging price { amount currency } } available inStock updatedAt }
    }
  }`,
  orderUpdated: `subscription ($orderId: ID!, $after: Cursor) {
    orderUpdated(orderId: $orderId, after: $after) {
      cursor sequence step { kind at }
      order {
        number status store { name } totals { total { amount currency } }
        lines { quantity product { name packaging price { amount currency } } }
      }
    }
  }`,
} as const;

/** Where a message says which change it is of. */
export const marks = { stockChanged: '"available":(\\d+)', orderUpdated: '"sequence":(\\d+)' } as const;

/** The same, as the owners of the fields are asked by a server that joins by hand. */
export const upstreamOperations = {
  stockChanged: `subscription ($productIds: [ID!]!, $storeId: ID!) {
    stockChanged(productIds: $productIds, storeId: $storeId) {
      isSnapshot items { product { __typename id } available inStock updatedAt }
    }
  }`,
  orderUpdated: `subscription ($orderId: ID!, $after: Cursor) {
    orderUpdated(orderId: $orderId, after: $after) {
      cursor sequence step { kind at }
      order {
        number status store { __typename id } totals { total { amount currency } }
        lines { quantity product { __typename id } }
      }
    }
  }`,
} as const;

const entities = (selection: string) =>
  `query ($representations: [_Any!]!) { _entities(representations: $representations) { ${selection} } }`;

export const entityQueries = {
  products: entities('... on Product { name packaging price { amount currency } }'),
  inventory: entities('... on Store { name }'),
} as const;
