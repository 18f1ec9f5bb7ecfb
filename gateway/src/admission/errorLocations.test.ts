import { buildSchema, parse, validate } from 'graphql';
import { withLocations } from './errorLocations.ts';

const schema = buildSchema('type Query { book(id: ID!): Book } type Book { name: String }');

test('errors of a tree without locations get those of its text', () => {
  const text = `# comments and commas are in no tree
    query One($a: Int, $b: [Int!] = [1, 2]) { book(id: 1, no: { deep: [$a, "x"] }) { ...Part none } }
    fragment Part on Book { name,, title @include(if: $a) }`;
  const document = parse(text, { noLocation: true });
  const bare = validate(schema, document);
  const whole = validate(schema, parse(text));
  expect(whole.length).toBeGreaterThan(3);
  expect(bare.map(({ locations }) => locations)).not.toContainEqual(whole[0]?.locations);
  expect(withLocations(bare, text, document).map((error) => error.toJSON())).toEqual(
    whole.map((error) => error.toJSON()),
  );
});
