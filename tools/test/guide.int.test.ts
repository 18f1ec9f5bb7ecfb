import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { servers } from '@nakku/testkit';
import type { CheckoutCopy } from '../src/checkout-copy.ts';
import { copyCheckout } from '../src/checkout-copy.ts';
import { repositoryRoot } from '../src/state.ts';

const GUIDE = 'docs/guides/grow-a-subgraph.md';
const LONGEST_MS = 600_000;

type Step =
  | { readonly kind: 'command'; readonly command: string }
  | { readonly kind: 'file'; readonly file: string; readonly text: string }
  | { readonly kind: 'change'; readonly file: string; readonly from: string; readonly to: string };

/** Every fenced block of the guide, in order: commands, new files, changes of files. */
function stepsIn(guide: string): Step[] {
  return [...guide.matchAll(/^```(\w+)\n([\s\S]*?)^```/gm)].flatMap(
    ([, language = '', body = '']): Step[] => {
      const lines = body.trimEnd().split('\n');
      if (language === 'sh')
        return lines.filter((line) => line !== '').map((command) => ({ kind: 'command', command }));
      if (language === 'diff') {
        const [head = '', ...rest] = lines;
        const side = (other: string): string =>
          rest
            .filter((line) => !line.startsWith(other))
            .map((line) => `${line.slice(1)}\n`)
            .join('');
        return [{ kind: 'change', file: head.replace(/^--- /, ''), from: side('+'), to: side('-') }];
      }
      const [head = '', ...text] = lines;
      return [{ kind: 'file', file: head.replace(/^(\/\/|--|#) /, ''), text: `${text.join('\n')}\n` }];
    },
  );
}

let copy: CheckoutCopy;
beforeAll(() => {
  copy = copyCheckout();
});
afterAll(() => copy.remove());

async function follow(step: Step): Promise<void> {
  if (step.kind === 'command') {
    const { postgresUrl, kafkaBrokers, redisUrl } = servers();
    await promisify(execFile)('/bin/sh', ['-c', step.command], {
      cwd: copy.root,
      maxBuffer: 64 * 1024 * 1024,
      env: {
        ...process.env,
        POSTGRES_URL: postgresUrl,
        KAFKA_BROKERS: kafkaBrokers,
        REDIS_URL: redisUrl,
        NODE_OPTIONS: step.command.includes(' jest ') ? '--experimental-vm-modules' : '',
        TURBO_TELEMETRY_DISABLED: '1',
      },
    }).catch((error: unknown) => {
      throw new Error(`${step.command}\n${String(Object(error).stdout)}\n${String(Object(error).stderr)}`);
    });
    return;
  }
  const file = path.join(copy.root, step.file);
  if (step.kind === 'file') {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, step.text);
    return;
  }
  const text = readFileSync(file, 'utf8');
  if (text.split(step.from).length !== 2) throw new Error(`${step.file} does not hold once:\n${step.from}`);
  writeFileSync(
    file,
    text.replace(step.from, () => step.to),
  );
}

test(
  'a reader who does what the guide says has a subgraph whose tests pass',
  async () => {
    const steps = stepsIn(readFileSync(path.join(repositoryRoot, GUIDE), 'utf8'));
    expect(steps.filter(({ kind }) => kind === 'command').length).toBeGreaterThan(5);
    for (const step of steps) await follow(step);
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
  LONGEST_MS,
);
