// Three tiers: `unit` is pure, `int` talks to real Postgres, Kafka and Redis, `e2e` runs the whole system; and `long`,
// which runs it too and takes longer than `npm test` may.
const shared = {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@nakku/source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
  modulePathIgnorePatterns: ['/dist/', '<rootDir>/.nakku/', '<rootDir>/tools/templates/'],
};

export default {
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/{gateway,subgraphs/*,packages/*,tools,tests}/**/*.test.ts'],
      testPathIgnorePatterns: [
        '/node_modules/',
        '/dist/',
        '\\.int\\.test\\.ts$',
        '/tests/e2e/',
        '/tests/long/',
      ],
    },
    {
      ...shared,
      displayName: 'int',
      testMatch: ['<rootDir>/{gateway,subgraphs/*,packages/*,tools,tests}/**/*.int.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', '/dist/'],
    },
    {
      ...shared,
      displayName: 'e2e',
      testMatch: ['<rootDir>/tests/e2e/**/*.test.ts'],
      globalSetup: '<rootDir>/tests/e2e/harness/setup.mjs',
      globalTeardown: '<rootDir>/tests/e2e/harness/teardown.mjs',
    },
    {
      ...shared,
      displayName: 'long',
      testMatch: ['<rootDir>/tests/long/**/*.test.ts'],
      globalSetup: '<rootDir>/tests/e2e/harness/setup.mjs',
      globalTeardown: '<rootDir>/tests/e2e/harness/teardown.mjs',
    },
  ],
  testTimeout: 30_000,
};
