// What may import what. `npm run lint:imports` runs it; the rooms are those of CONTRIBUTING.md.
const test = '(/test/|\\.test\\.ts$)';
const room = (name) => `^subgraphs/[^/]+/src/${name}/`;

/** Packages by what they build on: each may import those of the lines above its own, never the other way round. */
const layers = {
  contracts: [],
  money: [],
  geo: [],
  slugs: [],
  demo: ['slugs'],
  telemetry: [],
  identity: ['telemetry'],
  platform: ['contracts', 'telemetry'],
  kafka: ['telemetry'],
  messaging: ['contracts', 'kafka', 'platform', 'telemetry'],
  quote: ['contracts', 'identity', 'money'],
  'graphql-kit': ['identity', 'money', 'platform', 'telemetry'],
  service: ['graphql-kit', 'identity', 'messaging', 'platform', 'telemetry'],
  client: [],
  testkit: ['identity', 'demo', 'kafka', 'telemetry'],
};

const layering = Object.entries(layers).map(([name, allowed]) => ({
  name: `layer-${name}`,
  comment: `packages/${name} builds on ${allowed.join(', ') || 'no other package'}.`,
  severity: 'error',
  from: { path: `^packages/${name}/src/`, pathNot: test },
  to: { path: '^packages/', pathNot: `^packages/(${[name, ...allowed].join('|')})/` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'Files that import each other cannot be understood or moved alone.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    ...layering,
    {
      name: 'packages-know-no-service',
      comment: 'A package is used by services, it uses none.',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^(subgraphs|gateway|tools|bench|tests)/' },
    },
    {
      name: 'no-foreign-subgraph',
      comment: 'A subgraph learns of others by events only.',
      severity: 'error',
      from: { path: '^subgraphs/([^/]+)/src/', pathNot: test },
      to: { path: '^subgraphs/', pathNot: '^subgraphs/$1/' },
    },
    {
      name: 'domain-is-pure',
      comment: 'Rules know neither database nor graph: time, ids and chance are arguments.',
      severity: 'error',
      from: { path: room('domain'), pathNot: test },
      // Hashing and the backoff are pure; roles are words of the domain.
      to: {
        pathNot:
          '^(subgraphs/[^/]+/src/domain/|packages/(contracts|money|geo|quote|slugs|identity)/|packages/platform/src/backoff\\.ts$|(node:)?crypto$)',
      },
    },
    {
      name: 'domain-knows-roles-only',
      comment: 'Of identity a domain knows types.',
      severity: 'error',
      from: { path: room('domain'), pathNot: test },
      to: { path: '^packages/identity/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'store-knows-domain-only',
      comment: 'SQL and mapping: what is published or decided stands in app/ and domain/.',
      severity: 'error',
      from: { path: room('store'), pathNot: test },
      to: { path: '^subgraphs/[^/]+/src/(?!(store|domain|generated)/)' },
    },
    {
      name: 'mutations-go-through-app',
      comment: 'A mutation authorises, parses, calls its use case and answers.',
      severity: 'error',
      from: { path: room('graphql/mutations'), pathNot: test },
      to: { path: room('store') },
    },
    {
      name: 'consumers-go-through-app',
      comment: 'A handler maps an event to a use case.',
      severity: 'error',
      from: { path: room('events/consume'), pathNot: test },
      // The type of its transaction is the only thing that it needs of there.
      to: { path: room('store'), pathNot: '/store/database\\.ts$' },
    },
    {
      name: 'app-publishes',
      comment: 'Who changes state publishes it, in the same transaction: app/ (and commands).',
      severity: 'error',
      from: { path: '^subgraphs/[^/]+/src/', pathNot: `(/src/(app|events|commands)/|${test})` },
      to: { path: '^subgraphs/[^/]+/src/events/publish' },
    },
    {
      name: 'demo-in-commands-only',
      comment: 'Production does not know the demo.',
      severity: 'error',
      from: {
        path: '^(subgraphs/[^/]+|gateway|packages/(?!demo/|testkit/)[^/]+)/src/',
        pathNot: `(/src/commands/|${test})`,
      },
      to: { path: '^packages/demo/' },
    },
    {
      name: 'no-tools-in-production',
      comment: 'Images carry no tools.',
      severity: 'error',
      from: { path: '^(subgraphs/[^/]+|gateway|packages/[^/]+)/src/', pathNot: test },
      to: { path: '^(tools|bench|tests)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(/generated/|/dist/|^tools/templates/|node_modules)' },
    tsConfig: { fileName: 'tsconfig.json' },
    // Imports of types count: they tie files together for a reader as well.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@nakku/source', 'import', 'node', 'default'],
    },
  },
};
