import { createHash } from 'node:crypto';
import type { GraphQLDataSource } from '@apollo/gateway';
import { Supergraph } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import type { PlanNode, SubscriptionNode } from '@apollo/query-planner';
import { getOperationAST, parse } from 'graphql';
import type { DocumentNode } from 'graphql';
import type { Admitted } from '../../request/admitted.ts';
import type { OperationResult } from '../../request/results.ts';
import type { ApolloRequestContext } from '../apolloTypes.ts';
import type { SubgraphResponse } from '../../subgraphs/subgraphRequest.ts';
import type { ExecutionContext } from '../../request/executionContext.ts';
import { presentedErrors } from '../presentedErrors.ts';
import { runPlan } from '../runPlan.ts';
import { apiSchemaOf } from '../../supergraph/apiSchema.ts';
import { defaultPlanningLimits } from '../../config/operations.ts';
import { createPlannerThread } from '../../supergraph/plannerThread.ts';
import { createSnapshot } from '../../supergraph/snapshot.ts';
import { withoutUnknownPurposes } from '../../supergraph/unenforced.ts';
import { compiledEventOf } from './compiledEvent.ts';
import type { Fetchers } from './fetches.ts';
import { createSharedEntities } from '../../subgraphs/sharedEntities.ts';
import { responsesOf } from './randomResponses.fixture.ts';
import { supergraphOfShelves } from './shelves.fixture.ts';

const sdl = supergraphOfShelves();
const planner = new QueryPlanner(Supergraph.build(withoutUnknownPurposes(sdl)));
const planning = defaultPlanningLimits();
const thread = createPlannerThread(sdl, planning);
const snapshot = createSnapshot(sdl, apiSchemaOf(sdl), planner, thread, planning);

const operations: Record<string, string> = {
  fields: `subscription { changed(shelf: "s") { at item { id name price } } }`,
  aliases: `subscription { a: changed(shelf: "s") { b: at c: item { d: name e: price f: reviews { g: stars } } } }`,
  fragments: `subscription { changed(shelf: "s") { ...C } } fragment C on Change { at item { ...I } }
    fragment I on Item { name ... on Book { pages author { name } } ... on Toy { age } }`,
  'abstract types': `subscription { changed(shelf: "s") { any { __typename ... on Book { pages price author { name } } ... on Author { born } } } }`,
  'nested lists': `subscription { changed(shelf: "s") { rows { id name reviews { stars by { name born } } } matrix mood } }`,
  'two fetches from one subgraph': `subscription { changed(shelf: "s") { item { name price } best { name price reviews { stars } } } }`,
  'a fetch that needs another': `subscription { changed(shelf: "s") { item { label } rows { label } } }`,
  'a variable in a later fetch': `subscription ($most: Int) { changed(shelf: "s") { item { reviews(most: $most) { stars } } } }`,
  'renamed type names': `subscription { changed(shelf: "s") { kind: __typename item { kind: __typename name } } }`,
};
const left: Record<string, string> = {
  '@include': `subscription ($is: Boolean!) { changed(shelf: "s") { at item { name @include(if: $is) } } }`,
  'a name that two types have':
    'subscription { changed(shelf: "s") { any { ... on Book { name } ... on Author { name } } } }',
  'a name that is there twice': `subscription { changed(shelf: "s") { item { name } ... on Change { item { price } } } }`,
  'a name that every object has': `subscription { changed(shelf: "s") { toString: at } }`,
};

function admittedOf(text: string, allowed: DocumentNode = parse(text)) {
  const document = parse(text);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation');
  const part = {
    snapshot,
    document,
    operation,
    denied: [],
    request: { query: text, variables: { most: 2 } },
  };
  const { node } = snapshot.planOf(`${text} ${JSON.stringify(allowed)}`, allowed, undefined);
  if (node?.kind !== 'Subscription') throw new Error('no subscription');
  // Nothing else of an admission is read here.
  return { admitted: part as unknown as Admitted, node };
}

const shown = ({ data, errors = [] }: OperationResult): unknown =>
  JSON.parse(
    JSON.stringify({
      data: data ?? null,
      errors: presentedErrors(JSON.parse(JSON.stringify(errors)), { production: false, maxErrors: 99 }),
    }),
  );

/** What Apollo's executor makes of the same event and the same responses. */
async function byApollo(node: SubscriptionNode, admitted: Admitted, respond: Respond): Promise<unknown> {
  const nodes: PlanNode[] = node.rest ? [node.primary, node.rest] : [node.primary];
  const source = (): GraphQLDataSource => ({
    process: ({ request: { query = '', variables } }) => Promise.resolve(respond(query, variables ?? {})),
  });
  const services = { shelves: source(), catalogue: source(), people: source() };
  const request = { request: admitted.request, metrics: {}, context: {} } as unknown as ApolloRequestContext;
  const plan = { kind: 'QueryPlan', node: { kind: 'Sequence', nodes } } as const;
  try {
    return shown(
      (await runPlan({ ...plan, node: { ...plan.node } }, admitted, services, request)) as OperationResult,
    );
  } catch {
    return shown({ errors: [{ message: 'Internal server error' }] });
  }
}

type Respond = (query: string, variables: Readonly<Record<string, unknown>>) => SubgraphResponse;

async function compiledRun(node: SubscriptionNode, admitted: Admitted, respond: Respond): Promise<unknown> {
  const run = compiledEventOf(node, admitted);
  if (!run) throw new Error('not compiled');
  const fetcher: Fetchers[string] = {
    fetch: ({ query, variables }) => Promise.resolve(respond(query, variables)),
    shared: createSharedEntities('any', { characters: 10_000, maxMs: 10_000 }),
  };
  const context = { admitted } as unknown as ExecutionContext;
  try {
    const event = respond(node.primary.operation, {});
    return shown(await run(event, context, { shelves: fetcher, catalogue: fetcher, people: fetcher }));
  } catch {
    return shown({ errors: [{ message: 'Internal server error' }] });
  }
}

const seeds = 150;

async function expectSame(node: SubscriptionNode, admitted: Admitted): Promise<void> {
  const seen = new Set<string>();
  for (let seed = 0; seed < seeds; seed += 1) {
    const respond = responsesOf(snapshot.joinedSchema, seed);
    const compiled = await compiledRun(node, admitted, respond);
    expect({ seed, ...Object(compiled) }).toEqual({
      seed,
      ...Object(await byApollo(node, admitted, respond)),
    });
    seen.add(createHash('sha1').update(JSON.stringify(compiled)).digest('hex'));
  }
  // Otherwise the responses would say nothing.
  expect(seen.size).toBeGreaterThan(seeds / 5);
}

test.each(Object.entries(operations))(
  '%s: as executeQueryPlan does, whatever subgraphs respond',
  async (_, text) => {
    const { node, admitted } = admittedOf(text);
    await expectSame(node, admitted);
  },
);

test('what authorization took out reads null, as executeQueryPlan does', async () => {
  const { node, admitted } = admittedOf(
    'subscription { changed(shelf: "s") { at item { id name price } } }',
    parse('subscription { changed(shelf: "s") { at item { id name } } }'),
  );
  await expectSame(node, admitted);
});

test.each(Object.entries(left))('%s is left to Apollo', (_, text) => {
  const { node, admitted } = admittedOf(text);
  expect(compiledEventOf(node, admitted)).toBeUndefined();
});

test('a plan is compiled once', () => {
  const { node, admitted } = admittedOf('subscription { changed(shelf: "s") { at } }');
  expect(compiledEventOf(node, admitted)).toBe(compiledEventOf(node, admitted));
});
