// `npm test` after the build: lint, imports, unused code, format, types, alerts, chart, then the three tiers of tests.
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { check, checkProgram, end, tests } from './tiers.mjs';

const isInstalled = (program, ...args) => spawnSync(program, args).status === 0;

/** Checks and tests the alerts by promtool, of Debian's package `prometheus`; CI must have it. */
async function alerts() {
  if (!isInstalled('promtool', '--version') && process.env.CI === undefined) {
    console.log('== alerts: left out, promtool is not installed (package prometheus)');
    return;
  }
  const inFolder = (args) => checkProgram(`alerts, ${args[0]}`, 'promtool', args, 'deploy/prometheus');
  await inFolder(['check', 'rules', 'rules.yml']);
  await inFolder(['test', 'rules', 'rules.test.yml', 'ages.test.yml']);
}

async function chart() {
  if (isInstalled('helm', 'version'))
    return checkProgram('chart', process.execPath, ['tools/bootstrap/chart.mjs']);
  console.log('== chart: left out, helm is not installed');
}

console.log('\n== lint, imports, unused, format, types, alerts, chart');
await Promise.all([
  check('lint', 'eslint', ['.']),
  check('imports', 'depcruise', ['packages', 'subgraphs', 'gateway', 'tools', '--output-type', 'err']),
  check('unused', 'knip', ['--no-config-hints', '--tsConfig', 'tsconfig.build.json']),
  check('format', 'prettier', ['--check', '--log-level', 'warn', '.']),
  check('types', 'tsc', ['-p', 'tsconfig.json']),
  alerts(),
  chart(),
]);
tests('unit', { jest: ['--maxWorkers=100%'] });
// These wait for servers as much as they compute.
const waiting = Math.ceil(availableParallelism() * 1.5);
tests('int', { servers: true, jest: [`--maxWorkers=${waiting}`] });
// Each worker runs a whole system of its own, some scenarios a second one: two such on two cores starve each other.
const systems = Math.max(1, Math.floor(availableParallelism() / 2));
const e2e = [`--maxWorkers=${systems}`, '--testSequencer=<rootDir>/tests/e2e/harness/longestFirst.mjs'];
if (!isInstalled('prometheus', '--version') && process.env.CI === undefined) {
  console.log('\n== tests/e2e/observe: left out, prometheus is not installed');
  e2e.push('--testPathIgnorePatterns=tests/e2e/observe/');
}
tests('e2e', { jest: e2e });
end();
