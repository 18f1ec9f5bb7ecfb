import { cp, mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, testIdentity } from '@nakku/testkit';
import { logger } from '@nakku/telemetry';
import { createIdentitySigner } from '@nakku/identity';
import { composeSchemaFolder } from '../src/supergraph/compose.ts';
import { createSchemaNews } from '../src/dev/schemaState.ts';
import type { SchemaNews } from '../src/dev/schemaState.ts';
import { apolloDataSource } from '../src/execution/apolloDataSource.ts';
import { createSubgraphClients } from '../src/subgraphs/clients.ts';
import type { SubgraphClients } from '../src/subgraphs/clients.ts';
import { apolloGateway, createSupergraphStore } from '../src/supergraph/store.ts';
import type { SupergraphStore } from '../src/supergraph/store.ts';
import { watchSchema } from '../src/dev/watcher.ts';
import type { SchemaWatcher } from '../src/dev/watcher.ts';
import { startStub } from './support/stubSubgraph.ts';
import type { StubSubgraph } from './support/stubSubgraph.ts';

const shared =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key", "@shareable"])\n';
const sources = {
  cats: 'type Query {\n  cat: Cat\n}\ntype Cat @key(fields: "id") {\n  id: ID!\n  name: String\n}\n',
  dogs: 'type Query {\n  dog: Dog\n}\ntype Dog @key(fields: "id") {\n  id: ID!\n  name: String\n}\n',
};
type Name = keyof typeof sources;

const identity = testIdentity();
let folder: string;
let stubs: Record<Name, StubSubgraph>;
let clients: SubgraphClients;
let store: SupergraphStore;
let gateway: ReturnType<typeof apolloGateway>;
let watcher: SchemaWatcher;
let news: SchemaNews;

const serve = (name: Name, sdl: string, port?: number) =>
  startStub({
    name,
    sdl: shared + sdl,
    resolvers: {},
    publicJwks: identity.publicJwks,
    ...(port === undefined ? {} : { port }),
  });
const save = (name: Name, sdl: string) => writeFile(join(folder, `${name}.graphql`), sdl);
const grown = (name: Name) => sources[name].replace('name: String', 'name: String\n  age: Int');
const fieldsOf = (type: string) => Object.keys(Object(store.current().schema.getType(type)).getFields());
const file = () => readFile(join(folder, 'supergraph.graphql'), 'utf8');

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'schema-'));
  await mkdir(join(folder, 'shared'));
  await writeFile(join(folder, 'shared/link.graphql'), shared);
  await Promise.all([save('cats', sources.cats), save('dogs', sources.dogs)]);
  stubs = { cats: await serve('cats', sources.cats), dogs: await serve('dogs', sources.dogs) };
  const composition = composeSchemaFolder(folder, (name) => `http://${name}/graphql`);
  if (!composition.ok) throw new Error('the sources do not compose');
  await writeFile(join(folder, 'supergraph.graphql'), composition.sdl);
  clients = createSubgraphClients({
    urls: { cats: stubs.cats.url, dogs: stubs.dogs.url },
    signer: createIdentitySigner({ privateJwk: identity.privateJwk }),
    connections: 2,
    maxResponseBytes: 1e6,
    resilience: {
      queryTimeoutMs: 5_000,
      retries: { max: 0, firstPauseMs: 1, perRequest: 0, maxSaved: 0 },
      circuit: { windowMs: 1e4, minimumCalls: 1e3, failureRate: 1, openMs: 1, maxOpenMs: 1, trials: 1 },
    },
    sharedEntities: { characters: 0, maxMs: 1 },
    log: logger(),
  });
  const dataSource = (name: string, url: string | undefined) => apolloDataSource(clients.get(name, url));
  gateway = apolloGateway({ dataSource, log: logger() });
  store = await createSupergraphStore({ sdl: composition.sdl, load: gateway.load, maxPlans: 10 });
  news = createSchemaNews(store.current().id);
  watcher = await watchSchema({
    schemaDir: folder,
    supergraphFile: join(folder, 'supergraph.graphql'),
    store,
    news,
    client: (name) => clients.get(name),
    urlOf: (name) => `http://${name}/graphql`,
    log: logger(),
  });
});
afterEach(async () => {
  await watcher.stop();
  await gateway.stop();
  await clients.stop();
  await Promise.all(Object.values(stubs).map((stub) => stub.stop()));
  await rm(folder, { recursive: true });
});

test('a saved schema is composed at once and served when its subgraph serves it', async () => {
  await save('cats', grown('cats'));
  await eventually(async () => expect(await file()).toContain('age: Int'));
  expect(fieldsOf('Cat')).toEqual(['id', 'name']);
  await eventually(() => expect(news.current().waitingFor).toEqual(['cats']));
  await stubs.cats.stop();
  stubs.cats = await serve('cats', grown('cats'), stubs.cats.port);
  await eventually(() => expect(fieldsOf('Cat')).toEqual(['id', 'name', 'age']));
  expect(store.sdl()).toBe(await file());
  await eventually(() => expect(news.current().waitingFor).toEqual([]));
});

test('a subgraph that does not come up holds nobody else back', async () => {
  await stubs.cats.stop();
  await save('cats', grown('cats'));
  await eventually(async () => expect(await file()).toContain('age: Int'));
  await stubs.dogs.stop();
  stubs.dogs = await serve('dogs', grown('dogs'), stubs.dogs.port);
  await save('dogs', grown('dogs'));
  await eventually(() => expect(fieldsOf('Dog')).toEqual(['id', 'name', 'age']));
  expect(fieldsOf('Cat')).toEqual(['id', 'name']);
  stubs.cats = await serve('cats', grown('cats'), stubs.cats.port);
  await eventually(() => expect(fieldsOf('Cat')).toEqual(['id', 'name', 'age']));
});

test.each([
  ['a syntax error', 'type Query {\n  cat: Cat\n  oops\n}\n', 'cats.graphql', 4, 'SYNTAX', '}'],
  ['an unknown type', 'type Query {\n  cat: Katze\n}\n', 'cats.graphql', 2, 'INVALID_GRAPHQL', 'cat: Katze'],
])(
  '%s is named by file, line and text, and the last good one serves',
  async (_, sdl, name, line, code, text) => {
    const before = await file();
    await save('cats', sdl);
    await eventually(() => expect(watcher.problems()).toHaveLength(1));
    const [problem] = watcher.problems();
    expect(problem?.code).toBe(code);
    expect(problem?.places[0]).toMatchObject({ line, text });
    expect(problem?.places[0]?.file.endsWith(name)).toBe(true);
    expect(fieldsOf('Cat')).toEqual(['id', 'name']);
    expect(await file()).toBe(before);
    await save('cats', sources.cats);
    await eventually(() => expect(watcher.problems()).toEqual([]));
  },
);

test('a conflict names both places', async () => {
  await cp(join(folder, 'cats.graphql'), join(folder, 'dogs.graphql'));
  await eventually(() => expect(watcher.problems().length).toBeGreaterThan(0));
  const [problem] = watcher.problems();
  expect(problem?.code).toBe('INVALID_FIELD_SHARING');
  expect(problem?.places.map((p) => [p.file.split('/').at(-1), p.line, p.text])).toEqual([
    ['cats.graphql', 2, 'cat: Cat'],
    ['dogs.graphql', 2, 'cat: Cat'],
  ]);
});
