#!/usr/bin/env node
// `dev` of every workspace that has a service: runs tools/src/dev.ts from source for the workspace it is called in.
import { spawn } from 'node:child_process';
import path from 'node:path';

const script = path.join(import.meta.dirname, 'src/dev.ts');
const child = spawn(process.execPath, ['--import', 'tsx', '--conditions=source', script, process.cwd()], {
  cwd: import.meta.dirname,
  stdio: 'inherit',
});
// Ctrl-C reaches the child by itself; other signals, meant for this process alone, are passed on.
process.on('SIGINT', () => {});
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.once('exit', (code) => process.exit(code ?? 1));
