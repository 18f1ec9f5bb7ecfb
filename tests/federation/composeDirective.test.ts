import { parse } from 'graphql';
import { resumableFields } from '../../gateway/src/federation/resumable.ts';
import { compose, startGraph } from './graph.ts';

const live = (name: string, field: string) => ({
  sdl: `
    extend schema @link(url: "https://nakku.dev/spec/live/v1.0", import: [${name}]) @composeDirective(name: "${field}")
    directive ${field} on FIELD_DEFINITION
    scalar Cursor
    type Query { now: Int ${field} }
    type Subscription { ticks(after: Cursor): Tick ${field} other: Int }
    type Tick { cursor: Cursor! at: Int }
  `,
  resolvers: { Query: { now: () => 1 }, Subscription: { ticks: {}, other: {} } },
});

test('a composed directive reaches the supergraph with its link, and the gateway finds it there', async () => {
  const graph = await startGraph({ live: live('"@resumable"', '@resumable') });
  expect(graph.supergraph).toContain(
    '@link(url: "https://nakku.dev/spec/live/v1.0", import: ["@resumable"])',
  );
  expect(graph.supergraph).toMatch(/now: Int @resumable/);
  expect([...resumableFields(parse(graph.supergraph))]).toEqual(['ticks']);
  expect(await graph.query('{ now }')).toEqual({ data: { now: 1 } });
  await graph.stop();
});

test('under the name that its import gives it', () => {
  const composed = compose({ live: live('{ name: "@resumable", as: "@goesOn" }', '@goesOn') });
  const sdl = 'sdl' in composed ? composed.sdl : '';
  expect([...resumableFields(parse(sdl))]).toEqual(['ticks']);
});

test('one that is not composed stays in its subgraph', () => {
  const composed = compose({
    quiet: { sdl: 'directive @quiet on FIELD_DEFINITION type Query { now: Int @quiet }' },
  });
  expect('sdl' in composed && composed.sdl).not.toContain('@quiet');
});

test('one that no link defines does not compose', () => {
  const composed = compose({
    lost: {
      sdl: 'extend schema @composeDirective(name: "@lost") directive @lost on FIELD_DEFINITION type Query { now: Int @lost }',
    },
  });
  expect(composed).toMatchObject({ codes: ['DIRECTIVE_COMPOSITION_ERROR'] });
});
