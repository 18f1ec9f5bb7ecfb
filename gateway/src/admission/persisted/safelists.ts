import { unwatchFile, watchFile } from 'node:fs';
import type { Logger } from '@nakku/telemetry';
import { readManifest, safelistOf } from './manifest.ts';
import type { Safelist } from './manifest.ts';

export interface Safelists {
  current(): Safelist;
  stop(): void;
}

const lookEveryMs = 1_000;

/**
 * The operations of all manifests. A file that changes is read again; one that is broken then is told, and what was
 * read last goes on. Throws if one cannot be read at the start.
 */
export function openSafelists(files: readonly string[], log: Logger): Safelists {
  const read = () => safelistOf(files.map(readManifest));
  let current = read();
  const reread = () => {
    try {
      current = read();
      log.info({ operations: current.size }, 'manifests read again');
    } catch (err) {
      log.error({ err }, 'a manifest cannot be read, the last good one goes on');
    }
  };
  // Looking follows links that are replaced, as Kubernetes does with its volumes; watching would not.
  for (const file of files) watchFile(file, { interval: lookEveryMs, persistent: false }, reread);
  return {
    current: () => current,
    stop: () => files.forEach((file) => unwatchFile(file, reread)),
  };
}
