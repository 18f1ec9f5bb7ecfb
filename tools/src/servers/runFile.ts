import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { openFolder } from '../checkout/state.ts';
import { codeOf } from '../processes/errorCode.ts';

const runSchema = z.object({
  postgresUrl: z.string(),
  /** `host:port`, several with commas. */
  kafkaBrokers: z.string(),
  redisUrl: z.string(),
  gatewayUrl: z.string().optional(),
  /** Address of each service by its name. */
  services: z.record(z.string(), z.string()),
});

/** Where everything of a run is found; written when it is ready, removed when it stops. */
export type RunFile = z.infer<typeof runSchema>;

const fileOf = (state: string): string => path.join(state, 'run.json');

export function writeRunFile(state: string, run: RunFile): void {
  const file = path.join(openFolder(state), 'run.json');
  writeFileSync(`${file}.new`, `${JSON.stringify(run, null, 2)}\n`);
  renameSync(`${file}.new`, file);
}

/** @returns undefined when nothing runs there */
export function readRunFile(state: string): RunFile | undefined {
  let text: string;
  try {
    text = readFileSync(fileOf(state), 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
  return runSchema.parse(JSON.parse(text));
}

export const removeRunFile = (state: string): void => rmSync(fileOf(state), { force: true });
