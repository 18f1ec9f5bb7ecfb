import { Trace } from '@apollo/usage-reporting-protobuf';
import { startGraph } from './graph.ts';
import type { Graph } from './graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph({
    shop: {
      sdl: 'type Query { item: Item broken: Int } type Item { name: String }',
      resolvers: {
        Query: {
          item: () => ({ name: 'n' }),
          broken: () => {
            throw new Error('disk /dev/sda1 is on fire');
          },
        },
      },
    },
  });
});
afterAll(() => graph.stop());

const traced = async (query: string, headers = { 'apollo-federation-include-trace': 'ftv1' }) => {
  const { extensions } = await graph.requestSubgraph('shop', query, headers);
  const { ftv1 } = Object(extensions);
  return typeof ftv1 === 'string' ? Trace.decode(Buffer.from(ftv1, 'base64')) : undefined;
};

test('a subgraph that is asked for a trace gives one of every field', async () => {
  const trace = await traced('{ item { name } }');
  const [item] = trace?.root?.child ?? [];
  expect([item?.responseName, item?.type, item?.child?.[0]?.responseName]).toEqual(['item', 'Item', 'name']);
});

test('errors in it are masked', async () => {
  const trace = await traced('{ broken }');
  expect(trace?.root?.child?.[0]?.error).toHaveLength(1);
  expect(JSON.stringify(trace)).not.toContain('disk');
});

test('without asking there is none, and clients never get one', async () => {
  const none: Record<string, string> = {};
  expect((await graph.requestSubgraph('shop', '{ item { name } }', none)).extensions).toBeUndefined();
  expect(await graph.query('{ item { name } }')).toEqual({ data: { item: { name: 'n' } } });
});
