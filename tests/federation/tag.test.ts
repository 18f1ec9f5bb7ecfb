import { parse, visit } from 'graphql';
import { startGraph } from './graph.ts';

test('tags reach the supergraph from every subgraph, clients never, and change no response', async () => {
  const graph = await startGraph({
    one: {
      sdl: 'type Query { t: T @tag(name: "public") } type T @key(fields: "id") @tag(name: "one") { id: ID! a: Int @tag(name: "public") @tag(name: "beta") }',
      resolvers: { Query: { t: () => ({ id: '1', a: 1 }) } },
    },
    two: {
      sdl: 'type T @key(fields: "id") @tag(name: "two") { id: ID! b: Int }',
      resolvers: { T: { __resolveReference: ({ id }: { id: string }) => ({ id, b: 2 }) } },
    },
  });
  const tags: string[] = [];
  visit(parse(graph.supergraph), {
    Directive({ name, arguments: args }) {
      const value = args?.[0]?.value;
      if (name.value === 'tag' && value?.kind === 'StringValue') tags.push(value.value);
    },
  });
  expect(tags.sort()).toEqual(['beta', 'one', 'public', 'public', 'two']);
  expect(await graph.query('{ t { a b } __type(name: "T") { fields { name } } }')).toEqual({
    data: { t: { a: 1, b: 2 }, __type: { fields: [{ name: 'id' }, { name: 'a' }, { name: 'b' }] } },
  });
  expect(await graph.query('{ t @tag(name: "x") { a } }')).toMatchObject({
    errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
  });
  await graph.stop();
});
