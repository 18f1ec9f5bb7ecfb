import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Kind, parse } from 'graphql';

const root = path.resolve(import.meta.dirname, '../..');
const ROOMS = ['app', 'commands', 'domain', 'events', 'generated', 'graphql', 'jobs', 'ports', 'store'];
const REQUIRED = ['main.ts', 'config.ts', 'service.ts'];
const OPTIONAL = ['metrics.ts', 'config.test.ts'];
const GRAPHQL = [
  'access',
  'context',
  'errors',
  'inputs',
  'liveReads',
  'loaders',
  'payloads',
  'resolvers',
  'wording',
];
const GRAPHQL_ROOMS = ['mutations', 'queries', 'subscriptions', 'types', 'wording'];
/** Beside its fields: what several files of one subgraph's graph share, and has no room that all have. */
const SHARED_BY_FIELDS: Readonly<Record<string, readonly string[]>> = {
  inventory: [
    'graphql/loadStockItems.ts',
    'graphql/loadStoreOf.ts',
    'graphql/moveStorePayload.ts',
    'graphql/pauseOrResume.ts',
  ],
  orders: ['graphql/mutations/packOrder.ts', 'graphql/packingErrors.ts'],
  payments: ['graphql/mutations/decideRefund.ts'],
  products: ['graphql/lookups.ts', 'graphql/productPage.ts'],
  users: ['graphql/roles.ts'],
};

const subgraphs = readdirSync(path.join(root, 'subgraphs')).filter((name) =>
  existsSync(path.join(root, 'subgraphs', name, 'package.json')),
);

/** Files below a folder of a subgraph, relative to it; nothing when it is not there. */
function filesIn(name: string, folder: string): string[] {
  const full = path.join(root, 'subgraphs', name, folder);
  if (!existsSync(full)) return [];
  return readdirSync(full, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(full, path.join(entry.parentPath, entry.name)))
    .filter((file) => !file.startsWith('generated/'))
    .sort();
}

/** Fields of a root type in the subgraph's own schema, without those that every service has for operators. */
function fieldsOf(name: string, type: 'Query' | 'Mutation' | 'Subscription'): string[] {
  const sdl = readFileSync(path.join(root, 'schema', `${name}.graphql`), 'utf8');
  const operators = [
    `${name}Operations`,
    `${name}DeadLetterRedrive`,
    `${name}TopicReprocess`,
    `${name}DeadLetterReplay`,
    `${name}TopicReplay`,
  ];
  return parse(sdl)
    .definitions.flatMap((definition) =>
      (definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.OBJECT_TYPE_EXTENSION) &&
      definition.name.value === type
        ? (definition.fields ?? []).map((field) => field.name.value)
        : [],
    )
    .filter((field) => !operators.includes(field))
    .sort();
}

const isShared = (name: string, file: string): boolean => (SHARED_BY_FIELDS[name] ?? []).includes(file);

describe.each(subgraphs)('subgraph %s', (name) => {
  const src = filesIn(name, 'src');
  const tests = filesIn(name, 'test');

  test('has the rooms of all subgraphs and no others', () => {
    const top = readdirSync(path.join(root, 'subgraphs', name, 'src'), { withFileTypes: true });
    const rooms = top.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
    const files = top.filter((entry) => entry.isFile()).map((entry) => entry.name);
    expect(rooms.filter((room) => !ROOMS.includes(room))).toEqual([]);
    expect(files.filter((file) => ![...REQUIRED, ...OPTIONAL].includes(file))).toEqual([]);
    expect(REQUIRED.filter((file) => !files.includes(file))).toEqual([]);
    expect(src).toContain('app/deps.ts');
    expect(src).toContain('store/database.ts');
  });

  test('its graph has the same files', () => {
    const inGraphql = src.filter((file) => file.startsWith('graphql/') && !isShared(name, file));
    const strange = inGraphql.filter((file) => {
      const [, first = '', second] = file.split('/');
      if (second !== undefined) return !GRAPHQL_ROOMS.includes(first);
      return !GRAPHQL.includes(first.replace(/(\.test)?\.ts$/, ''));
    });
    expect(strange).toEqual([]);
    expect(src).toEqual(expect.arrayContaining(['graphql/resolvers.ts', 'graphql/context.ts']));
  });

  test.each([
    ['queries', 'Query'],
    ['mutations', 'Mutation'],
    ['subscriptions', 'Subscription'],
  ] as const)('%s has one file per field', (room, type) => {
    const files = src
      .filter((file) => file.startsWith(`graphql/${room}/`) && !file.endsWith('.test.ts'))
      .filter((file) => !isShared(name, file))
      .map((file) => path.basename(file, '.ts'));
    expect(files.sort()).toEqual(fieldsOf(name, type));
  });

  test('its events are published and consumed in two places', () => {
    const strange = src
      .filter((file) => file.startsWith('events/'))
      .filter((file) => !/^events\/(publish|channels|consume\/[a-z][A-Za-z]*)(\.test)?\.ts$/.test(file));
    expect(strange).toEqual([]);
  });

  test('unit tests stand beside the code, integration tests in test/', () => {
    expect(src.filter((file) => file.endsWith('.int.test.ts'))).toEqual([]);
    expect(tests.filter((file) => file.endsWith('.test.ts') && !file.endsWith('.int.test.ts'))).toEqual([]);
    expect(tests).toEqual(
      expect.arrayContaining(['harness.ts', 'database.int.test.ts', 'mutations.int.test.ts']),
    );
  });

  test('files are named in camelCase', () => {
    const all = [...src.map((file) => `src/${file}`), ...tests.map((file) => `test/${file}`)];
    const misnamed = all.filter(
      (file) => !/^[a-z][A-Za-z0-9]*(\.int)?(\.test)?\.ts$/.test(path.basename(file)),
    );
    expect(misnamed).toEqual([]);
  });
});
