import js from '@eslint/js';
import regexp from 'eslint-plugin-regexp';
import globals from 'globals';
import ts from 'typescript-eslint';
import glossary from './tools/eslint/terms.js';

/** Rooms of the architecture: domain/ is pure, so it may not reach for I/O, GraphQL or Prisma. */
const pureDomain = {
  files: ['subgraphs/*/src/domain/**/*.ts'],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            group: [
              'graphql',
              'graphql-*',
              '@apollo/*',
              '@prisma/*',
              'pg',
              'ioredis',
              'kafkajs',
              'node:fs*',
              'node:net',
              'node:http*',
            ],
            message: 'domain/ is pure: no I/O, no GraphQL, no Prisma.',
          },
          {
            group: ['../store/*', '../graphql/*', '../events/*', '../generated/prisma/*'],
            message: 'domain/ depends on nothing of the service but itself.',
          },
        ],
      },
    ],
    'no-restricted-properties': [
      'error',
      { object: 'Date', property: 'now', message: 'Time comes in as an argument (rule 5).' },
      { object: 'Math', property: 'random', message: 'Randomness comes in as an argument (rule 5).' },
    ],
  },
};

/** The rooms of a subgraph that may not open a transaction: use cases and operators' commands do. */
const useCasesOnly = {
  files: ['subgraphs/*/src/**/*.ts'],
  ignores: ['subgraphs/*/src/{app,commands}/**', '**/*.test.ts'],
  rules: {
    'no-restricted-syntax': [
      'error',
      {
        selector: 'CallExpression[callee.property.name=/^(transaction|idempotent)$/]',
        message: 'A use case in app/ opens the transaction.',
      },
      {
        selector: 'MemberExpression[property.name=/^\\$(query|execute)RawUnsafe$/]',
        message: 'SQL is tagged: db.$queryRaw`…`.',
      },
    ],
  },
};

const taggedSql = {
  files: ['subgraphs/*/src/{app,commands}/**/*.ts'],
  rules: {
    'no-restricted-syntax': [
      'error',
      {
        selector: 'MemberExpression[property.name=/^\\$(query|execute)RawUnsafe$/]',
        message: 'SQL is tagged: db.$queryRaw`…`.',
      },
    ],
  },
};

export default ts.config(
  {
    ignores: [
      'tools/templates/**',
      '**/dist/**',
      '**/generated/**',
      '**/node_modules/**',
      '.nakku/**',
      '.turbo/**',
    ],
  },
  js.configs.recommended,
  ...ts.configs.strict,
  {
    // A pattern that backtracks stops the whole process (CONTRIBUTING.md, 15).
    plugins: { regexp },
    rules: { 'regexp/no-super-linear-backtracking': ['error', { report: 'certain' }] },
  },
  {
    // What strangers send is long: there a pattern may not even be quadratic.
    files: ['gateway/src/**', 'subgraphs/*/src/**', 'packages/*/src/**'],
    rules: { 'regexp/no-super-linear-move': 'error' },
  },
  { plugins: { glossary }, rules: { 'glossary/terms': 'error' } },
  {
    // A customer answers a proposed substitution: docs/glossary.md.
    files: [
      'subgraphs/{orders,inventory,payments}/{src,test}/**',
      'packages/contracts/src/orders.ts',
      'tests/architecture/times.test.ts',
      'tests/races/packing.int.test.ts',
      'tests/e2e/authorization/probes.ts',
      'tools/src/demo/lines.ts',
      'tools/src/verify/load/{choices,operations}.ts',
    ],
    rules: { 'glossary/terms': ['error', ['answer', 'answers', 'answered', 'answering']] },
  },
  {
    // Deprecated fields of the schema: `topicReplay` and the mutations beside it.
    files: [
      'packages/service/src/graphql/operations.ts',
      'packages/testkit/src/operatorCases.ts',
      'subgraphs/orders/test/operations.int.test.ts',
      'tests/e2e/authorization/probes.ts',
    ],
    rules: {
      'glossary/terms': ['error', ['replay', 'replays', 'answer', 'answers', 'answered', 'answering']],
    },
  },
  {
    // Former names of settings and commands, and columns of databases.
    files: [
      'tools/bootstrap/commands.mjs',
      'packages/service/src/config/oldNames.ts',
      'gateway/src/config/{renamedSettings,load.test}.ts',
      'packages/platform/src/idempotency/idempotent.ts',
      'subgraphs/payments/test/{database,issues}.int.test.ts',
    ],
    rules: { 'glossary/terms': 'off' },
  },
  { languageOptions: { globals: globals.node } },
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': [
        'error',
        { checksVoidReturn: { arguments: false, attributes: false } },
      ],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-invalid-void-type': 'off',
      'no-console': 'error',
    },
  },
  { files: ['tools/**', 'bench/**', 'examples/**'], rules: { 'no-console': 'off' } },
  { files: ['gateway/explorer/*.js'], languageOptions: { globals: globals.browser } },
  { files: ['**/*.test.ts', 'tests/**/*.ts'], languageOptions: { globals: globals.jest } },
  pureDomain,
  useCasesOnly,
  taggedSql,
);
