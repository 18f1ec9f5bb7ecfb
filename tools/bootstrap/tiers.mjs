// Runs checks and tiers of tests one after the other, counts, and ends with `N passed, N failed`.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const results = mkdtempSync(path.join(tmpdir(), 'nakku-results-'));
const nodeOptions = '--experimental-vm-modules --disable-warning=ExperimentalWarning';
const totals = { passed: 0, failed: 0, skipped: 0 };

const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

function reportResult(name, ok, started, error) {
  console.log(
    `== ${name}: ${ok ? 'ok' : `FAILED${error ? ` (${error.message})` : ''}`}, ${seconds(started)}`,
  );
}

function run(name, program, args, env = {}) {
  const started = performance.now();
  console.log(`\n== ${name}`);
  const { status, error } = spawnSync(program, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  const ok = !error && status === 0;
  reportResult(name, ok, started, error);
  return ok;
}

/** Runs one of the programs that npm installed, see {@link checkProgram}. */
export const check = (name, binary, args) =>
  checkProgram(name, path.join(root, 'node_modules/.bin', binary), args);

/**
 * A check counts when it fails. What it prints comes when it has ended: others run beside it.
 * @param folder where it runs, from the root
 */
export function checkProgram(name, program, args, folder = '.') {
  const started = performance.now();
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: path.join(root, folder),
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}) },
    });
    const chunks = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => chunks.push(chunk));
    let error;
    child.once('error', (problem) => (error = problem));
    child.once('close', (status) => {
      const ok = !error && status === 0;
      if (!ok) totals.failed += 1;
      process.stdout.write(Buffer.concat(chunks));
      reportResult(name, ok, started, error);
      resolve();
    });
  });
}

/**
 * Runs one tier (a project of jest) and adds its figures; a test file that could not run at all is a failure.
 * @param o.servers whether it needs Kafka, PostgreSQL and Redis from outside
 * @param o.jest more arguments for jest
 */
export function tests(tier, o = {}) {
  const outputFile = path.join(results, `${tier}.json`);
  const jest = [
    path.join(root, 'node_modules/jest/bin/jest.js'),
    '--selectProjects',
    tier,
    '--passWithNoTests',
  ];
  const args = [...jest, ...(o.jest ?? []), '--json', `--outputFile=${outputFile}`];
  const servers = [path.join(root, 'tools/bootstrap.mjs'), 'with-servers', process.execPath];
  const env = { NODE_OPTIONS: nodeOptions };
  const ok = run(`${tier} tests`, process.execPath, o.servers ? [...servers, ...args] : args, env);
  try {
    const figures = JSON.parse(readFileSync(outputFile, 'utf8'));
    totals.passed += figures.numPassedTests;
    totals.failed += figures.numFailedTests + figures.numRuntimeErrorTestSuites;
    totals.skipped += figures.numPendingTests + figures.numTodoTests;
    if (!ok && figures.success) totals.failed += 1;
  } catch {
    totals.failed += 1; // jest did not get as far as its figures
  }
}

/** Says the figures of all that was run, and ends the process. */
export function end() {
  rmSync(results, { recursive: true, force: true });
  if (totals.skipped > 0) console.log(`\n${totals.skipped} skipped`);
  console.log(`\n${totals.passed} passed, ${totals.failed} failed`);
  process.exit(totals.failed > 0 ? 1 : 0);
}
