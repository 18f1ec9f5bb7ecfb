import { compose, startGraph } from './graph.ts';

const old = {
  sdl: `
    type Query { bill: Bill }
    type Bill @key(fields: "id") { id: ID! amount: String note: String }
  `,
  resolvers: {
    Query: { bill: () => ({ id: '1', amount: 'from old', note: 'kept' }) },
    Bill: { __resolveReference: ({ id }: { id: string }) => ({ id, amount: 'from old', note: 'kept' }) },
  },
};
const young = {
  sdl: `type Bill @key(fields: "id") { id: ID! amount: String @override(from: "old") }`,
  resolvers: { Bill: { __resolveReference: ({ id }: { id: string }) => ({ id, amount: 'from young' }) } },
};

test('an overridden field comes from its new owner only, the others from where they were', async () => {
  const graph = await startGraph({ old, young });
  expect(await graph.query('{ bill { amount note } }')).toEqual({
    data: { bill: { amount: 'from young', note: 'kept' } },
  });
  const [first, second] = graph.fetches;
  expect([first?.subgraph, second?.subgraph]).toEqual(['old', 'young']);
  expect(first?.query).not.toContain('amount');
  await graph.stop();
});

test('an override of a subgraph that is gone changes nothing', async () => {
  const graph = await startGraph({
    other: {
      sdl: 'type Query { bill: Bill } type Bill @key(fields: "id", resolvable: false) { id: ID! }',
      resolvers: { Query: { bill: () => ({ id: '1' }) } },
    },
    young,
  });
  expect(await graph.query('{ bill { amount } }')).toEqual({ data: { bill: { amount: 'from young' } } });
  await graph.stop();
});

test('a progressive override is refused: this gateway does not carry it out', () => {
  const progressive = { sdl: young.sdl.replace('"old"', '"old", label: "percent(50)"') };
  expect(compose({ old, young: progressive })).toMatchObject({ codes: ['UNSUPPORTED_BY_GATEWAY'] });
});
