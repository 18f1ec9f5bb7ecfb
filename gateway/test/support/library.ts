import { stoppable } from './stoppable.ts';
import type { StubContext } from './stubSubgraph.ts';

/** Every directive under another name than its own: whatever these cases show holds through renamed imports. */
const link = `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.12",
          import: ["@key", "@external", "@requires", "@shareable",
                   { name: "@authenticated", as: "@signedIn" },
                   { name: "@requiresScopes", as: "@needs" },
                   { name: "@policy", as: "@granted" }])
`;

/** A library: three subgraphs with an interface, a union, restricted types, and a chain of @requires. */
export const librarySchemas = {
  catalogue: `${link}
    type Query {
      open: String
      me: Reader @signedIn
      reader: Reader
      readers: [Reader!]!
      shelves: [[Reader!]!]
      staff: [Reader!] @needs(scopes: [["readers:read", "staff:read"], ["admin"]])
      plan: String @granted(policies: [["plans:read"]])
      item: Item
      items: [Item!]
      found: [Found!]
      letter: Letter
      book: Book
      mood: Mood
    }
    type Mutation {
      bookLend(id: ID!): Book @signedIn
      readerRename(name: String!): Reader
    }
    type Subscription {
      bookMoved: Book @signedIn
      letterMoved: Letter
      readerMoved: Reader
      planChanged: String @granted(policies: [["plans:read"]])
    }
    interface Item { id: ID! label: String }
    type Book implements Item @key(fields: "id") {
      id: ID!
      label: String
      weight: Int @signedIn
    }
    type Letter implements Item @needs(scopes: [["letters:read"]]) { id: ID! label: String text: String }
    union Found = Book | Letter
    type Reader @key(fields: "id") {
      id: ID!
      name: String
      email: String @signedIn
      fines: Int! @needs(scopes: [["fines:read"]])
      friend: Reader
      likes: Item
    }
    enum Mood @signedIn { CALM }
  `,
  shipping: `${link}
    type Book @key(fields: "id") {
      id: ID!
      weight: Int @external
      postage: Int @requires(fields: "weight") @signedIn
    }
  `,
  shop: `${link}
    type Book @key(fields: "id") {
      id: ID!
      postage: Int @external
      offer: String @requires(fields: "postage") @signedIn
    }
  `,
} as const;
export type LibrarySubgraph = keyof typeof librarySchemas;

const book = { __typename: 'Book', id: 'b1', label: 'Emma', weight: 300 };
const letter = { __typename: 'Letter', id: 'l1', label: 'To Jane', text: 'Dear Jane' };
const friend = { id: 'r2', name: 'Ben', email: 'ben@example.org', fines: 0 };
const reader = { id: 'r1', name: 'Ann', email: 'ann@example.org', fines: 7, friend, likes: letter };

/** What the mutations did, in order. */
export type Deeds = string[];

/** One event, then silence. */
const oneEvent = <T>(field: string, value: T) => ({
  subscribe: () =>
    stoppable(async function* (signal) {
      yield { [field]: value };
      await new Promise((_, reject) => signal.addEventListener('abort', reject));
    }),
});

export function libraryResolvers(deeds: Deeds): Record<LibrarySubgraph, Record<string, unknown>> {
  return {
    catalogue: {
      Query: {
        open: () => 'hello',
        me: (_: unknown, __: unknown, { caller }: StubContext) => (caller.kind === 'user' ? reader : null),
        reader: () => reader,
        readers: () => [reader, friend],
        shelves: () => [[reader], [friend]],
        staff: () => [friend],
        plan: () => 'buy more shelves',
        item: () => letter,
        items: () => [book, letter],
        found: () => [book, letter],
        letter: () => letter,
        book: () => book,
        mood: () => 'CALM',
      },
      Mutation: {
        bookLend: (_: unknown, { id }: { id: string }) => {
          deeds.push(`lent ${id}`);
          return book;
        },
        readerRename: (_: unknown, { name }: { name: string }) => {
          deeds.push(`renamed to ${name}`);
          return { ...reader, name };
        },
      },
      Subscription: {
        bookMoved: oneEvent('bookMoved', book),
        letterMoved: oneEvent('letterMoved', letter),
        readerMoved: oneEvent('readerMoved', reader),
        planChanged: oneEvent('planChanged', 'sell shelves'),
      },
      Book: { __resolveReference: () => book },
    },
    shipping: {
      Book: {
        __resolveReference: (reference: object) => reference,
        postage: ({ weight }: { weight: number }) => weight * 2,
      },
    },
    shop: {
      Book: {
        __resolveReference: (reference: object) => reference,
        offer: ({ postage }: { postage: number }) => `sent for ${postage}`,
      },
    },
  };
}
