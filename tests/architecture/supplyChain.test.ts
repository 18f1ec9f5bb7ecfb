import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

const workflow = z.object({
  permissions: z.record(z.string(), z.string()),
  env: z.record(z.string(), z.string()).default({}),
  jobs: z.record(
    z.string(),
    z.looseObject({
      env: z.record(z.string(), z.string()).default({}),
      steps: z.array(
        z.object({
          name: z.string().optional(),
          uses: z.string().optional(),
          run: z.string().optional(),
          with: z.record(z.string(), z.unknown()).default({}),
          env: z.record(z.string(), z.string()).default({}),
        }),
      ),
    }),
  ),
});

const folder = '.github/workflows';
const workflows = readdirSync(path.join(root, folder)).map((file) => ({
  file,
  ...workflow.parse(parse(read(`${folder}/${file}`))),
}));
const jobs = workflows.flatMap(({ file, env, jobs: all }) =>
  Object.entries(all).map(([name, job]) => ({
    name: `${file} ${name}`,
    steps: job.steps,
    env: { ...env, ...job.env },
  })),
);
const steps = jobs.flatMap(({ name, steps: all }) => all.map((step) => ({ job: name, ...step })));

test('every action is pinned by the digest of a commit, with its version beside it', () => {
  for (const { file } of workflows) {
    const used = [...read(`${folder}/${file}`).matchAll(/uses: (.+)/g)].map(([, action]) => action);
    expect(used.filter((action) => !/^[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action ?? ''))).toEqual(
      [],
    );
  }
});

const installs = /\bnpm (ci|install|i|exec)\b|\bnpx\b|\.ci\/run/;
const withSecret = (given: unknown): boolean => JSON.stringify(given).includes('secrets.');

test('a job that sees a secret installs nothing, and none sees one as a whole', () => {
  expect(jobs.filter(({ env }) => withSecret(env)).map(({ name }) => name)).toEqual([]);
  const seeing = jobs.filter((job) => withSecret(job.steps));
  expect(seeing.map(({ name }) => name)).toEqual(['schema.yml check', 'schema.yml publish']);
  expect(seeing.flatMap((job) => job.steps).filter(({ run }) => installs.test(run ?? ''))).toEqual([]);
  expect(steps.filter(({ run }) => installs.test(run ?? '')).length).toBeGreaterThan(3);
});

test('no step runs what it has just downloaded, and none keeps the credentials of the checkout', () => {
  const scripts = [...steps.map(({ run }) => run ?? ''), read('.ci/run'), read('deploy/docker/Dockerfile')];
  expect(scripts.filter((script) => /\b(curl|wget)\b[^\n]*\|\s*(sudo )?(ba|z)?sh\b/.test(script))).toEqual(
    [],
  );
  const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
  expect(checkouts.filter((step) => step.with['persist-credentials'] !== false)).toEqual([]);
  expect(
    workflows.filter(({ permissions }) => Object.values(permissions).some((right) => right !== 'read')),
  ).toEqual([]);
});

test('dependencies are audited', () => {
  expect(steps.map(({ run }) => run)).toContain(
    'npm audit --package-lock-only --omit=dev --audit-level=high',
  );
});

/** Where images of others are named; those of ours have neither registry nor version. */
const images = ['deploy/docker/Dockerfile', 'docker-compose.yml', 'docker-compose.production.yml'].flatMap(
  (file) =>
    [...read(file).matchAll(/^(?:# syntax=|ARG \w+_IMAGE=|FROM |\s+image: )(\S+)/gm)].map(
      ([, image = '']) => image,
    ),
);

test('images of others are pinned by version and digest', () => {
  const foreign = images.filter((image) => !/^nakku(-|:|$)/.test(image));
  const pinned = /^[\w./-]+:v?\d+(\.\d+)*(-[a-z]+)*@sha256:[0-9a-f]{64}$/;
  expect(foreign.filter((image) => pinned.test(image)).length).toBeGreaterThan(4);
  // Stages and the argument of our own Dockerfile.
  expect(new Set(foreign.filter((image) => !pinned.test(image)))).toEqual(
    new Set(['${NODE_IMAGE}', 'build']),
  );
});

describe('the command that pins them', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'nakku-images-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
  const files = {
    'deploy/docker/Dockerfile': `ARG NODE_IMAGE=node:24.1.0-slim@${digest('a')}\nFROM \${NODE_IMAGE} AS build\n`,
    'docker-compose.yml': `services:\n  a:\n    image: postgres:18.1\n  b:\n    image: nakku-users\n`,
    'docker-compose.production.yml': 'services:\n  c:\n    image: nakku-cart:production\n',
  };
  /** Docker, played: every tag has digest b. */
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [path.join(root, 'deploy/docker/images.mjs'), ...args], {
      encoding: 'utf8',
      env: { PATH: `${folder}:${process.env.PATH}`, NAKKU_IMAGES_ROOT: folder },
    });
  beforeAll(() => {
    mkdirSync(path.join(folder, 'deploy/docker'), { recursive: true });
    for (const [file, text] of Object.entries(files)) writeFileSync(path.join(folder, file), text);
    writeFileSync(path.join(folder, 'docker'), `#!/bin/sh\necho ${digest('b')}\n`, { mode: 0o755 });
  });

  test('names what is not pinned, and what was built anew, and changes nothing', () => {
    const { status, stdout } = run();
    expect(status).toBe(1);
    expect(stdout).toBe(
      `deploy/docker/Dockerfile: node:24.1.0-slim was built anew, it is ${digest('b')} now\n` +
        `docker-compose.yml: postgres:18.1 is not pinned; its digest is ${digest('b')}\n`,
    );
    expect(readFileSync(path.join(folder, 'docker-compose.yml'), 'utf8')).toBe(files['docker-compose.yml']);
  });

  test('writes the digests of now; then nothing is left to say', () => {
    expect(run('--pin').status).toBe(0);
    expect(readFileSync(path.join(folder, 'docker-compose.yml'), 'utf8')).toBe(
      files['docker-compose.yml'].replace('18.1', `18.1@${digest('b')}`),
    );
    expect(readFileSync(path.join(folder, 'deploy/docker/Dockerfile'), 'utf8')).toBe(
      files['deploy/docker/Dockerfile'].replace(digest('a'), digest('b')),
    );
    expect(run()).toMatchObject({ status: 0, stdout: '' });
  });
});
