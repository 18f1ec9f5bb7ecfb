import type { SpawnOptions } from 'node:child_process';

export declare function runInOrder(
  program: string,
  args: readonly string[],
  options: SpawnOptions,
  onStarted?: (pid: number) => void,
): Promise<{ code: number | null; error?: Error; stoppedBy?: NodeJS.Signals }>;
