import type { Draws } from '@nakku/platform';
import { parse } from 'graphql';
import { composeSupergraph } from '../../src/supergraph/compose.ts';
import { chanceOf, isHit } from './chance.ts';

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key", "@shareable",
  "@external", "@requires", "@provides", "@override", "@inaccessible", "@interfaceObject", "@authenticated"])`;

/**
 * A supergraph by chance whose four subgraphs use every directive of federation that plans depend on: keys of several
 * kinds, `@requires`, `@provides`, `@override`, `@shareable`, `@interfaceObject`, `@inaccessible`, `@external`; with
 * `@authenticated`, unions, interfaces, lists in lists, enums, defaults and mutations. Throws if it does not compose.
 */
export function generatedSupergraph(seed: number): string {
  const random = chanceOf(`supergraph ${seed}`);
  const composition = composeSupergraph(
    Object.entries(partsOf(random)).map(([name, sdl]) => ({
      name,
      url: `http://${name}/graphql`,
      typeDefs: parse(`${link}\n${sdl}`),
    })),
  );
  if (!composition.ok) throw new Error(JSON.stringify(composition.problems));
  return composition.sdl;
}

function partsOf(random: Draws): Record<string, string> {
  const maybe = (text: string, rate = 0.5): string => (isHit(random, rate) ? text : '');
  const bang = (rate = 0.4): string => maybe('!', rate);
  const list = (type: string): string =>
    random.pick([`[${type}]`, `[${type}!]`, `[${type}!]!`, `[${type}]!`, type, `${type}!`]);
  const key = random.pick(['id', 'code', 'id owner { id }']);
  const reviews = list('Review');
  const price = random.pick(['Int', 'Float', 'ID', 'String', 'Boolean', 'Mood', 'Any']);
  const label = `String${bang()}`;
  const size = `${random.pick(['Int', 'String', 'Mood'])}${bang()}`;
  const hidden = maybe('@inaccessible', 0.5);
  const mood = `enum Mood { GOOD BAD ${maybe('WORST @inaccessible', 0.7)} }`;
  return {
    shelves: `
      type Query { shelf(n: Int = 2, mood: Mood): Shelf${bang()} shelves: ${list('Shelf')} things: ${list('Thing')} media: ${list('Media')} book(id: ID!): Book }
      type Mutation { put(name: String, n: Int! = 1): Shelf shift: ${list('Book')} clear(mood: Mood): Int${bang()} }
      type Subscription { changed(id: ID!): Shelf${bang()} stock(id: ID): Book }
      ${mood}
      scalar Any
      union Thing = Book | Toy ${maybe('| Owner')}
      type Shelf @shareable { at: String${bang()} best: Book${bang()} rows: ${list('Book')} matrix: [[Int${bang()}]${bang()}] mood: Mood${bang()} any: Thing
        top: Media${bang()} ${maybe('note: String @inaccessible')} size: Size! items: ${list('Thing')} }
      type Size @shareable { width: Int${bang()} height: Float${bang()} }
      interface Media @key(fields: "id") { id: ID! title: String${bang()} }
      type Film implements Media @key(fields: "id") { id: ID! title: String! minutes: Int${bang()} }
      type Song implements Media @key(fields: "id") ${hidden} { id: ID! title: String! bars: [Int${bang()}] by: Owner }
      interface Item { id: ID! }
      type Book implements Item @key(fields: "id") @key(fields: "code") @key(fields: "id owner { id }") { id: ID! code: String! owner: Owner! }
      type Toy implements Item @key(fields: "id") { id: ID! pair: Toy }
      type Owner @key(fields: "id") { id: ID! }`,
    catalogue: `
      ${mood}
      scalar Any
      type Mutation { rename(id: ID!, name: String): Book }
      type Query { items(first: Int): ${list('Item')} featured: Book @provides(fields: "label") }
      interface Item { id: ID! name: String price: ${price} reviews(most: Int = 3): ${reviews} }
      type Book implements Item @key(fields: "${key}") { ${['id: ID! @shareable', key === 'code' ? 'code: String! @shareable' : '', key.includes('owner') ? 'owner: Owner! @shareable' : ''].join(' ')}
        name: String price: ${price}${bang()} pages: Int${bang()} reviews(most: Int = 3): ${reviews}
        label: ${label} @external weight: ${size} @external dims: Size @external tagged: String${bang()} @requires(fields: "weight dims { width }") next: Book }
      type Size @shareable { width: Int height: Float }
      type Toy implements Item @key(fields: "id") { id: ID! name: String price: ${price} age: Int${bang()} reviews(most: Int = 3): ${reviews}
        weight: ${size} @external heavy: Boolean${bang()} @requires(fields: "weight") }
      type Review { stars: Int${bang()} by: Owner text: String${bang()} @deprecated }
      type Owner @key(fields: "id") { id: ID! }`,
    people: `
      ${mood}
      type Query { owner(id: ID!): Owner everybody: ${list('Owner')} }
      type Owner @key(fields: "id") { id: ID! name: String${bang()} born: Int${bang()} friends: ${list('Owner')} home: Home secret: String @inaccessible private: String${bang()} @authenticated
        ${maybe('old: String @override(from: "extras")', 1)} }
      type Home @shareable { street: String${bang()} owner: Owner }
      type Book @key(fields: "id") { id: ID! weight: ${size} @shareable dims: Size @shareable label: ${label} @shareable }
      type Toy @key(fields: "id") { id: ID! weight: ${size} }
      type Size @shareable { width: Int height: Float }`,
    extras: `
      type Query { best: Media count: Int${bang()} }
      type Media @key(fields: "id") @interfaceObject { id: ID! stars: Int${bang()} comments: ${list('Comment')} }
      type Comment { text: String${bang()} about: Media }
      type Owner @key(fields: "id") { id: ID! old: String loved: ${list('Media')} }`,
  };
}
