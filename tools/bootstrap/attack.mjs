// `npm run attack` after the build: starts production and attacks it, see tests/attack.
import { spawn } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const child = spawn(
  process.execPath,
  [
    '--conditions=@nakku/source',
    '--import',
    'tsx',
    path.join(root, 'tests/attack/main.ts'),
    ...process.argv.slice(3),
  ],
  { cwd: root, stdio: 'inherit' },
);
// Ctrl-C reaches both; the suite stops what it has started, and only then this ends.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.once('exit', (code) => process.exit(code ?? 1));
