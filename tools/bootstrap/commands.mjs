// Every command of `nakku`, and of the scripts of package.json behind which it stands. Needs nothing installed.

/**
 * How a command runs. `source`: from source, waiting for no build; `workspaces`: likewise, with the source of the other
 * workspaces; `build`: what the build made; `script`: a file of this folder, after the build.
 */
export const COMMANDS = [
  {
    name: 'start',
    group: 'Run',
    runs: 'build',
    summary: 'servers, all services and demo data, supervised until Ctrl-C',
  },
  {
    name: 'dev',
    group: 'Run',
    runs: 'source',
    summary: 'servers, and every service from source, restarted on change',
  },
  {
    name: 'servers',
    group: 'Run',
    runs: 'source',
    summary: 'PostgreSQL, Kafka and Redis alone, until Ctrl-C',
  },
  {
    name: 'with-servers',
    group: 'Run',
    runs: 'source',
    summary: 'throw-away servers on free ports for one command',
  },
  {
    name: 'demo',
    group: 'Run',
    runs: 'build',
    summary: 'one order, from the cart to the door, as a customer sees it',
  },
  { name: 'reset', group: 'Data', runs: 'source', summary: 'clears databases, topics, logs and keys' },
  { name: 'seed', group: 'Data', runs: 'build', summary: 'demo accounts, stores and products' },
  {
    name: 'migrate',
    group: 'Data',
    runs: 'build',
    summary: 'brings the database of every subgraph up to date',
  },
  { name: 'secrets', group: 'Data', runs: 'build', summary: 'prints new secrets as lines of a .env file' },
  {
    name: 'generate',
    group: 'Code',
    runs: 'workspaces',
    summary: 'everything that is generated, or says what is stale',
  },
  {
    name: 'new:subgraph',
    group: 'Code',
    runs: 'workspaces',
    summary: 'a new subgraph, entered in every table',
  },
  { name: 'build', group: 'Code', runs: 'script', summary: 'builds what has changed' },
  { name: 'manifest', group: 'Schema', runs: 'build', summary: "the manifest of a client team's operations" },
  {
    name: 'schema:check',
    group: 'Schema',
    runs: 'workspaces',
    summary: 'what a change of schema or events breaks, and for whom',
  },
  {
    name: 'schema:publish',
    group: 'Schema',
    runs: 'build',
    summary: 'publishes every subgraph to Apollo GraphOS',
  },
  { name: 'schema:usage', group: 'Schema', runs: 'build', summary: 'which client used which field' },
  {
    name: 'authorization:matrix',
    group: 'Schema',
    runs: 'script',
    summary: 'calls the whole API as everybody, writes docs/authorization.md',
  },
  { name: 'test', group: 'Verify', runs: 'script', summary: 'lint, imports, unused, format, types, tests' },
  { name: 'test:long', group: 'Verify', runs: 'script', summary: 'the tests that take too long for test' },
  {
    name: 'load',
    group: 'Verify',
    runs: 'build',
    summary: 'load test with real baskets, then every invariant',
  },
  {
    name: 'chaos',
    group: 'Verify',
    runs: 'build',
    summary: 'customers order while a nemesis breaks the system',
  },
  {
    name: 'attack',
    group: 'Verify',
    runs: 'script',
    summary: 'starts production and attacks it, case by case',
  },
  {
    name: 'fuzz',
    group: 'Verify',
    runs: 'source',
    summary: "generated operations by the gateway's executor and by Apollo's",
  },
  {
    name: 'ops',
    group: 'Operate',
    runs: 'build',
    summary: "operators' commands: stuck, dlq, reprocess, reconcile, keys, invariants",
  },
  {
    name: 'service',
    group: 'Operate',
    runs: 'build',
    summary: 'a command of one service, such as: service users grant-admin',
  },
];

/** Commands that have another name now. */
export const RENAMED = { replay: 'load' };
