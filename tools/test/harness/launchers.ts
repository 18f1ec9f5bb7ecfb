import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

export const tools = path.resolve(import.meta.dirname, '../..');

export const newState = (): string => mkdtempSync(path.join(tmpdir(), 'nakku-test-'));

/** Runs a TypeScript file of this workspace as a process of its own. */
export function runTypeScript(
  file: string,
  args: string[],
  env: NodeJS.ProcessEnv = process.env,
): ChildProcess {
  const script = path.join(tools, file);
  return spawn(process.execPath, ['--import', 'tsx', '--conditions=@nakku/source', script, ...args], {
    cwd: tools,
    env: { ...env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** The first line that a process prints. */
export async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('The process has no standard output');
  for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Error('The process ended without a line');
}

export const exitOf = (child: ChildProcess): Promise<number | null> =>
  child.exitCode !== null
    ? Promise.resolve(child.exitCode)
    : new Promise((resolve) => child.once('exit', resolve));
