import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { applyGuideStep, guideSteps, servers } from '@nakku/testkit';
import type { CheckoutCopy } from '../../src/checkout/copyCheckout.ts';
import { copyCheckout } from '../../src/checkout/copyCheckout.ts';
import { repositoryRoot } from '../../src/checkout/state.ts';

const GUIDE = 'docs/guides/grow-a-subgraph.md';
const MAX_MS = 600_000;

let copy: CheckoutCopy;
beforeAll(() => {
  copy = copyCheckout();
});
afterAll(() => copy.remove());

async function run(command: string): Promise<void> {
  const { postgresUrl, kafkaBrokers, redisUrl } = servers();
  // It builds and generates on all cores for minutes: other tests, which wait for what happens at a time, come first.
  await promisify(execFile)('nice', ['-n', '5', '/bin/sh', '-c', command], {
    cwd: copy.root,
    maxBuffer: 64 * 1024 * 1024,
    env: {
      ...process.env,
      POSTGRES_URL: postgresUrl,
      KAFKA_BROKERS: kafkaBrokers,
      REDIS_URL: redisUrl,
      NODE_OPTIONS: command.includes(' jest ') ? '--experimental-vm-modules' : '',
      TURBO_TELEMETRY_DISABLED: '1',
    },
  }).catch((error: unknown) => {
    throw new Error(`${command}\n${String(Object(error).stdout)}\n${String(Object(error).stderr)}`);
  });
}

test(
  'a reader who does what the guide says has a subgraph whose tests pass',
  async () => {
    const steps = guideSteps(readFileSync(path.join(repositoryRoot, GUIDE), 'utf8'));
    expect(steps.filter(({ kind }) => kind === 'command')).toHaveLength(4);
    for (const step of steps) {
      if (step.kind === 'command') await run(step.command);
      else applyGuideStep(copy.root, step);
    }
    const reference = readFileSync(path.join(copy.root, 'docs/schema/reviews.md'), 'utf8');
    for (const heading of ['reviewAdd', 'reviewRate', 'reviewUpdated'])
      expect(reference).toContain(`### ${heading}`);
    expect(readFileSync(path.join(copy.root, 'docs/events.md'), 'utf8')).toContain('### review.rated v1');
    expect(readFileSync(path.join(copy.root, 'subgraphs/reviews/METRICS.md'), 'utf8')).toContain(
      '`reviews_added_total`',
    );
    expect(readFileSync(path.join(copy.root, 'schema/supergraph.graphql'), 'utf8')).toContain(
      'enum join__Graph',
    );
  },
  MAX_MS,
);
