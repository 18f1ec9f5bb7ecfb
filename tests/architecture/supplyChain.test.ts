import { readdirSync, readFileSync } from 'node:fs';
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

test('a step that installs dependencies sees no secret, nor does a whole job or workflow', () => {
  const withSecret = (env: Record<string, string>): boolean => JSON.stringify(env).includes('secrets.');
  expect(jobs.filter(({ env }) => withSecret(env)).map(({ name }) => name)).toEqual([]);
  const installing = steps.filter(({ run }) => /\bnpm (ci|install|i)\b|\.ci\/run/.test(run ?? ''));
  expect(installing.length).toBeGreaterThan(0);
  expect(installing.filter(({ env }) => withSecret(env))).toEqual([]);
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

test('images of others have an exact version', () => {
  const compose = z
    .object({
      services: z.record(z.string(), z.looseObject({ image: z.string(), build: z.unknown().optional() })),
    })
    .parse(parse(read('docker-compose.yml'), { merge: true }));
  const foreign = Object.values(compose.services).flatMap(({ image, build }) =>
    build === undefined && !image.startsWith('nakku-') ? [image] : [],
  );
  const [, node] = /^ARG NODE_VERSION=(.+)$/m.exec(read('deploy/docker/Dockerfile')) ?? [];
  const versions = [...foreign, `node:${node}`].map((image) => image.slice(image.lastIndexOf(':') + 1));
  expect(versions.length).toBeGreaterThan(3);
  expect(versions.filter((version) => !/^v?\d+\.\d+(\.\d+)?(-[a-z]+)?$/.test(version))).toEqual([]);
});
