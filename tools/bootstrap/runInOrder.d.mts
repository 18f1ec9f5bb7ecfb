import type { SpawnOptions } from 'node:child_process';

export declare function runInOrder(
  program: string,
  args: readonly string[],
  options: SpawnOptions,
): Promise<{ code: number | null; error?: Error; stoppedBy?: NodeJS.Signals }>;
