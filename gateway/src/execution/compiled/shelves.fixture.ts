import { parse } from 'graphql';
import { composeSupergraph } from '../../supergraph/compose.ts';

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.12",
  import: ["@key", "@shareable", "@external", "@requires"])`;

const parts = {
  shelves: `type Query { shelves: Int }
    type Subscription { changed(shelf: ID!): Change }
    enum Mood { GOOD BAD }
    type Change { at: String! item: Item best: Item! rows: [Item!] any: Thing matrix: [[Int!]!] mood: Mood }
    union Thing = Book | Author
    interface Item { id: ID! }
    type Book implements Item @key(fields: "id") { id: ID! }
    type Toy implements Item @key(fields: "id") { id: ID! }
    type Author @key(fields: "id") { id: ID! }`,
  catalogue: `interface Item { id: ID! name: String price: Int! reviews(most: Int): [Review!]! label: String }
    type Book implements Item @key(fields: "id") { id: ID! name: String price: Int! pages: Int author: Author!
      reviews(most: Int): [Review!]! size: Int! @external label: String @requires(fields: "size") }
    type Toy implements Item @key(fields: "id") { id: ID! name: String price: Int! age: Int
      reviews(most: Int): [Review!]! size: Int! @external label: String @requires(fields: "size") }
    type Review { stars: Int! by: Author }
    type Author @key(fields: "id") { id: ID! }`,
  people: `type Author @key(fields: "id") { id: ID! name: String! born: Int }
    type Book @key(fields: "id") { id: ID! size: Int! }
    type Toy @key(fields: "id") { id: ID! size: Int! }`,
};

/** A small supergraph with all kinds of types, whose events need three subgraphs. */
export function supergraphOfShelves(): string {
  const composition = composeSupergraph(
    Object.entries(parts).map(([name, sdl]) => ({
      name,
      url: `http://${name}/graphql`,
      typeDefs: parse(`${link}\n${sdl}`),
    })),
  );
  if (!composition.ok) throw new Error(JSON.stringify(composition.problems));
  return composition.sdl;
}
