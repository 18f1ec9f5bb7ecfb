import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { spawn } from 'node:child_process';

/** A program as somebody runs it in a terminal. */
export interface Terminal {
  readonly child: ChildProcess;
  /** All that it has printed so far. */
  readonly printed: () => string;
  readonly exited: Promise<number | null>;
}

export function runInTerminal(
  program: string,
  args: readonly string[],
  o: Pick<SpawnOptions, 'cwd' | 'env' | 'detached'>,
): Terminal {
  const child = spawn(program, args, { ...o, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return { child, printed: () => text, exited: new Promise((resolve) => child.once('exit', resolve)) };
}
