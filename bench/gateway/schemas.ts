/** A supergraph that is measured, and how its subgraphs respond. */
export interface Shop {
  readonly schemas: Readonly<Record<string, string>>;
  readonly resolvers: Readonly<Record<string, object>>;
}

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3",
  import: ["@key", "@external", "@requires", "@provides", "@shareable"])`;
const withLink = (schemas: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(schemas).map(([name, sdl]) => [name, `${link}\n${sdl}`]));

/** Orders with their customers and products, of three subgraphs: what a page of a shop asks for. */
const orders = {
  schemas: withLink({
    orders: `type Query { orders(first: Int = 20): [Order!]! order(id: ID!): Order }
      type Order @key(fields: "id") { id: ID! status: String! total: Int! customer: User! items: [OrderItem!]! }
      type OrderItem { quantity: Int! product: Product! }
      type User @key(fields: "id", resolvable: false) { id: ID! }
      type Product @key(fields: "id", resolvable: false) { id: ID! }`,
    products: `type Query { product(id: ID!): Product } type Product @key(fields: "id") { id: ID! name: String! price: Int! }`,
    users: `type Query { user(id: ID!): User } type User @key(fields: "id") { id: ID! name: String! }`,
  }),
  resolvers: {
    orders: {
      Query: {
        orders: (_: unknown, { first }: { first: number }) =>
          Array.from({ length: first }, (__, i) => order(String(i + 1))),
        order: (_: unknown, { id }: { id: string }) => order(id),
      },
    },
    products: {
      Product: {
        __resolveReference: ({ id }: { id: string }) => ({
          id,
          name: `Product ${id}`,
          price: Number(id) % 90,
        }),
      },
    },
    users: { User: { __resolveReference: ({ id }: { id: string }) => ({ id, name: `User ${id}` }) } },
  },
};

function order(id: string) {
  const number = Number(id);
  return {
    id,
    status: 'PLACED',
    total: 100 + (number % 50),
    customer: { id: String(number > 1_000 ? number : number % 10) },
    items: [0, 1, 2].map((k) => ({
      quantity: k + 1,
      product: { id: String(number > 1_000 ? number * 3 + k : (number * 3 + k) % 40) },
    })),
  };
}

/** The graph of The Guild's benchmark of federation gateways: users, products and reviews, five levels deep. */
const reviewed = {
  schemas: withLink({
    accounts: `type Query { me: User users: [User] }
      type User @key(fields: "id") { id: ID! name: String username: String @shareable birthday: Int }`,
    inventory: `type Product @key(fields: "upc") { upc: String! weight: Int @external price: Int @external inStock: Boolean
      shippingEstimate: Int @requires(fields: "price weight") }`,
    products: `type Query { topProducts(first: Int = 5): [Product] }
      type Product @key(fields: "upc") { upc: String! name: String price: Int weight: Int }`,
    reviews: `type Review @key(fields: "id") { id: ID! body: String author: User @provides(fields: "username") product: Product }
      type User @key(fields: "id") { id: ID! username: String @external reviews: [Review] }
      type Product @key(fields: "upc") { upc: String! reviews: [Review] }`,
  }),
  resolvers: {
    accounts: {
      Query: { users: () => people(), me: () => people()[0] },
      User: { __resolveReference: ({ id }: { id: string }) => people()[Number(id) - 1] },
    },
    inventory: {
      Product: {
        __resolveReference: (one: object) => ({ ...one, inStock: true }),
        shippingEstimate: ({ price, weight }: { price: number; weight: number }) =>
          price > 1_000 ? 0 : weight / 2,
      },
    },
    products: {
      Query: { topProducts: (_: unknown, { first }: { first: number }) => goods().slice(0, first) },
      Product: { __resolveReference: ({ upc }: { upc: string }) => goods()[Number(upc) - 1] },
    },
    reviews: {
      Review: {
        author: ({ author }: { author: number }) => ({ id: String(author), username: `urigo${author}` }),
        product: ({ product }: { product: number }) => ({ upc: String(product) }),
      },
      User: {
        __resolveReference: ({ id }: { id: string }) => ({ id }),
        reviews: ({ id }: { id: string }) => reviews().filter(({ author }) => String(author) === id),
      },
      Product: {
        __resolveReference: ({ upc }: { upc: string }) => ({ upc }),
        reviews: ({ upc }: { upc: string }) => reviews().filter(({ product }) => String(product) === upc),
      },
    },
  },
};

const people = () =>
  Array.from({ length: 6 }, (_, i) => ({
    id: String(i + 1),
    name: `Uri ${i + 1}`,
    username: `urigo${i + 1}`,
    birthday: 1234567890,
  }));
const goods = () =>
  Array.from({ length: 9 }, (_, i) => ({
    upc: String(i + 1),
    name: `Table ${i + 1}`,
    price: 899 + i,
    weight: 100 * (i + 1),
  }));
const reviews = () =>
  Array.from({ length: 11 }, (_, i) => ({
    id: String(i + 1),
    body: 'Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt.',
    author: 1 + (i % 2),
    product: 1 + (i % 5),
  }));

export const shops = { orders, reviewed } satisfies Record<string, Shop>;
export type ShopName = keyof typeof shops;
