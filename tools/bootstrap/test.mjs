// `npm test` after the build: lint, imports, unused code, format, types, then the three tiers of tests.
import { availableParallelism } from 'node:os';
import { check, end, tests } from './tiers.mjs';

console.log('\n== lint, imports, unused, format, types');
await Promise.all([
  check('lint', 'eslint', ['.']),
  check('imports', 'depcruise', ['packages', 'subgraphs', 'gateway', 'tools', '--output-type', 'err']),
  check('unused', 'knip', ['--no-config-hints', '--tsConfig', 'tsconfig.build.json']),
  check('format', 'prettier', ['--check', '--log-level', 'warn', '.']),
  check('types', 'tsc', ['-p', 'tsconfig.json']),
]);
tests('unit', { jest: ['--maxWorkers=100%'] });
// These wait for servers as much as they compute.
const waiting = Math.ceil(availableParallelism() * 1.5);
tests('int', { servers: true, jest: [`--maxWorkers=${waiting}`] });
// Each worker runs a whole system of its own.
tests('e2e', {
  jest: ['--maxWorkers=2', '--testSequencer=<rootDir>/tests/e2e/harness/longestFirst.mjs'],
});
end();
