import type { ITrace, Trace } from '@apollo/usage-reporting-protobuf';
import { eventually } from '@nakku/testkit';
import type { RunningGateway } from '../src/index.ts';
import { startFakeStudio } from './support/fakeStudio.ts';
import type { FakeStudio } from './support/fakeStudio.ts';
import { tripSchemas } from './support/trips.ts';
import { composed, startWorld } from './support/world.ts';
import type { World } from './support/world.ts';

/** The supergraph as it would be after somebody published `vehicles` with one more field. */
const withField = (field: string) =>
  composed(
    {},
    {
      ...tripSchemas,
      vehicles: tripSchemas.vehicles.replace('model: String', `model: String ${field}: Int`),
    },
  );

const KEY = 'service:nakku:a-secret-of-the-test';
let studio: FakeStudio;
let world: World;
let gateway: RunningGateway;
beforeAll(async () => {
  studio = await startFakeStudio({ id: 'one', supergraphSdl: withField('wheels') });
  world = await startWorld();
  gateway = await world.anotherGateway({
    APOLLO_KEY: KEY,
    APOLLO_GRAPH_REF: 'nakku@test',
    APOLLO_UPLINK_ENDPOINTS: studio.url,
    APOLLO_USAGE_REPORTING_URL: studio.url,
    APOLLO_REPORT_EVERY_MS: '100',
  });
});
afterAll(async () => {
  await world.close();
  await studio.stop();
});

async function execute(
  query: string,
  headers: Record<string, string> = {},
): Promise<Record<string, unknown>> {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
  return Object(await response.json());
}

async function vehicleFields(): Promise<string[]> {
  const { data } = await execute('{ __type(name: "Vehicle") { fields { name } } }');
  return Object(data).__type.fields.map(({ name }: { name: string }) => name);
}

describe('managed federation', () => {
  test('the gateway serves what uplink has, not its file, and asks with key and graph', async () => {
    expect(await vehicleFields()).toEqual(['id', 'model', 'wheels']);
    expect(studio.requests[0]).toEqual({ apiKey: KEY, ref: 'nakku@test', ifAfterId: null });
  });

  test('what is published is served soon after', async () => {
    studio.serve({ id: 'two', supergraphSdl: withField('seats') });
    await eventually(async () => expect(await vehicleFields()).toEqual(['id', 'model', 'seats']));
    await eventually(() => expect(studio.requests.at(-1)?.ifAfterId).toBe('two'));
  });

  test('an error of uplink and a supergraph that cannot be loaded leave the last good one', async () => {
    studio.serve({ code: 'ACCESS_DENIED', message: 'no' });
    const before = studio.requests.length;
    await eventually(() => expect(studio.requests.length).toBeGreaterThan(before));
    studio.serve({ id: 'broken', supergraphSdl: 'type Query { nothing: Int }' });
    await eventually(() => expect(studio.requests.at(-1)?.ifAfterId).toBe('broken'));
    expect(await vehicleFields()).toEqual(['id', 'model', 'seats']);
    studio.serve({ id: 'three', supergraphSdl: withField('doors') });
    await eventually(async () => expect(await vehicleFields()).toEqual(['id', 'model', 'doors']));
  });

  test('a gateway that cannot reach uplink starts with the supergraph that it was shipped with', async () => {
    const nowhere = await startFakeStudio({ code: 'RETRY_LATER', message: 'down' });
    const alone = await world.anotherGateway({
      APOLLO_KEY: KEY,
      APOLLO_GRAPH_REF: 'nakku@test',
      APOLLO_UPLINK_ENDPOINTS: nowhere.url,
      APOLLO_USAGE_REPORTING_URL: nowhere.url,
    });
    const { status } = await fetch(`${alone.url}/ready`);
    expect(status).toBe(200);
    await alone.stop();
    await nowhere.stop();
  });
});

test('a report says who ran what and how long each subgraph took for it, and no more', async () => {
  const query = 'query Both { trips(first: 1) { id vehicle { model } } }';
  const client = { 'apollographql-client-name': 'test-app', 'apollographql-client-version': '1.2.3' };
  expect(await execute(query, client)).toEqual({
    data: { trips: [{ id: '1', vehicle: { model: 'Model v1' } }] },
  });

  const key = '# Both\nquery Both{trips(first:0){id vehicle{model}}}';
  await eventually(() => expect(reportsOf(key)).toHaveLength(1));
  const [{ headers, report }, trace] = theOne(reportsOf(key));
  expect(trace).toMatchObject({ clientName: 'test-app', clientVersion: '1.2.3' });
  expect(trace.details?.variablesJson ?? {}).toEqual({});
  expect(headers).toMatchObject({ 'x-api-key': KEY, 'content-encoding': 'gzip' });
  expect(report.header?.graphRef).toBe('nakku@test');
  expect(Object.keys(report.tracesPerQuery?.[key]?.referencedFieldsByType ?? {}).sort()).toEqual([
    'Query',
    'Trip',
    'Vehicle',
  ]);

  const fetches = fetchesIn(trace.queryPlan);
  expect(fetches.map(({ serviceName }) => serviceName)).toEqual(['trips', 'vehicles']);
  const fields = fetches.map(({ trace: inner }) => inner?.root?.child?.map((node) => node.responseName));
  expect(fields).toEqual([['trips'], ['_entities']]);
  expect(
    fetches[0]?.trace?.root?.child?.[0]?.child?.[0]?.child?.map((node) => [
      node.parentType,
      node.responseName,
    ]),
  ).toEqual([
    ['Trip', 'id'],
    ['Trip', 'vehicle'],
  ]);
});

/** Reports with traces of an operation. */
function reportsOf(key: string): [FakeStudio['reports'][number], ITrace][] {
  return studio.reports.flatMap((one) =>
    (one.report.tracesPerQuery?.[key]?.trace ?? []).flatMap((trace): [typeof one, ITrace][] =>
      trace instanceof Uint8Array ? [] : [[one, trace]],
    ),
  );
}

function theOne<T>([first]: readonly T[]): T {
  if (first === undefined) throw new Error('there is none');
  return first;
}

/** The fetches of a traced plan, in the order of the plan. */
function fetchesIn(node: Trace.IQueryPlanNode | null | undefined): Trace.QueryPlanNode.IFetchNode[] {
  if (!node) return [];
  const children = [
    ...(node.sequence?.nodes ?? []),
    ...(node.parallel?.nodes ?? []),
    ...(node.flatten?.node ? [node.flatten.node] : []),
  ];
  return [...(node.fetch ? [node.fetch] : []), ...children.flatMap(fetchesIn)];
}
