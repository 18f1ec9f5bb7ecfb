import { spawn } from 'node:child_process';
import { guarded } from '../processes/guardedChild.ts';
import type { ServerUser } from './unprivileged.ts';

/** Runs a program to its end, which comes with ours at the latest; rejects with what it printed when it fails. */
export function run(
  program: string,
  args: string[],
  o: ServerUser & { cwd: string; env?: NodeJS.ProcessEnv },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const shell = guarded(program, args, { name: 'preparation', stopSignal: 'SIGTERM', graceMs: 1_000 });
    const child = spawn(shell.command, shell.args, {
      ...o,
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      detached: true,
    });
    let printed = '';
    child.stdout?.on('data', (chunk) => (printed += String(chunk)));
    child.stderr?.on('data', (chunk) => (printed += String(chunk)));
    child.once('error', reject);
    child.once('exit', () => {
      const line = child.stdio[3];
      if (line && 'write' in line) line.on('error', () => undefined).end('released\n'); // the watchdog may be gone
    });
    child.once('close', (code) => {
      if (code === 0) resolve();
      else
        reject(
          new Error(`${program} ${args.slice(0, 3).join(' ')} … failed with ${code}:\n${printed.trim()}`),
        );
    });
  });
}
