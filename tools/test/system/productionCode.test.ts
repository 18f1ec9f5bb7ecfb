import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from '../../src/checkout/state.ts';

const files = execFileSync(
  'git',
  ['ls-files', 'gateway/src', ':(glob)packages/*/src/**', ':(glob)subgraphs/*/src/**'],
  {
    cwd: repositoryRoot,
    encoding: 'utf8',
  },
)
  .trim()
  .split('\n')
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file));

const importing = (name: string): string[] =>
  files.filter((file) => readFileSync(path.join(repositoryRoot, file), 'utf8').includes(`from '${name}`));

test('what runs in production imports neither tools nor, outside commands, the demo', () => {
  expect(files.length).toBeGreaterThan(200);
  expect(importing('@nakku/tools')).toEqual([]);
  const ofDemo = importing('@nakku/demo').filter((file) => !/^subgraphs\/\w+\/src\/commands\//.test(file));
  expect(ofDemo).toEqual([]);
});
