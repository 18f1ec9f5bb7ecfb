// `npm run test:long` after the build: what takes too long for `npm test`, on a whole system of its own.
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const jest = path.join(root, 'node_modules/jest/bin/jest.js');
const { status, error } = spawnSync(
  process.execPath,
  [jest, '--selectProjects', 'long', '--runInBand', ...process.argv.slice(3)],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
    },
  },
);
if (error) throw error;
process.exit(status ?? 1);
