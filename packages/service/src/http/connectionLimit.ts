import { readFileSync } from 'node:fs';

/** Of the files that the process may have open, this share is for connections of clients. */
const SHARE = 0.7;
const LIMIT_LINE = /^Max open files\s+(\d+|unlimited)/m;

/** How many files this process may have open; undefined where the system does not tell. */
export function maxOpenFiles(
  read: () => string = () => readFileSync('/proc/self/limits', 'utf8'),
): number | undefined {
  try {
    const [, soft] = LIMIT_LINE.exec(read()) ?? [];
    return soft === undefined || soft === 'unlimited' ? undefined : Number(soft);
  } catch {
    return undefined; // not Linux
  }
}

/**
 * The number of connections that a port accepts: `wanted`, but never so many that databases, Redis and logs find no file
 * descriptor left.
 */
export function connectionLimit(wanted: number, openFiles = maxOpenFiles()): number {
  return openFiles === undefined ? wanted : Math.min(wanted, Math.max(1, Math.floor(openFiles * SHARE)));
}
