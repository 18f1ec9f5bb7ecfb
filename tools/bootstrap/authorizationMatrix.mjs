// `npm run authorization:matrix` after the build: calls the whole system and writes docs/authorization.md.
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const jest = path.join(root, 'node_modules/jest/bin/jest.js');
const { status } = spawnSync(
  process.execPath,
  [jest, 'tests/e2e/authorization', '--selectProjects', 'e2e', '--runInBand'],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      AUTHORIZATION_MATRIX: 'write',
      NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
    },
  },
);
process.exit(status ?? 1);
