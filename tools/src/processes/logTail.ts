import { readFileSync } from 'node:fs';

/** The last lines of a child's log, for a message that says why it ended. */
export function logTail(output: string, lines = 12): string {
  try {
    return readFileSync(output, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  } catch {
    return '';
  }
}
