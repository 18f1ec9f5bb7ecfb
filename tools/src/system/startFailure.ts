import { cpSync, existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { logTail } from '../processes/logTail.ts';

/** Lines of each log, and of what the start said, in the message. */
const LINES = 15;
const SERIOUS = /"level":"(error|fatal)"|\b(ERROR|FATAL|PANIC)\b/;

/**
 * A start that failed, explained: its error with all causes, what was said until then, and the end of every log that
 * tells of an error. All logs are kept in a folder of their own, since the state folder of a test is removed.
 *
 * @param state of the system that did not start
 * @param said lines that the start logged, and events of its supervisor
 */
export function explainStartFailure(error: unknown, state: string, printed: readonly string[]): Error {
  const logs = path.join(state, 'logs');
  const parts = [
    'the system did not start',
    ...causesOf(error),
    `what it said:\n${printed.slice(-LINES).join('\n')}`,
  ];
  if (existsSync(logs)) {
    const kept = mkdtempSync(path.join(tmpdir(), 'nakku-start-failed-'));
    cpSync(logs, kept, { recursive: true });
    for (const file of readdirSync(kept).sort()) {
      const tail = logTail(path.join(kept, file), LINES);
      if (SERIOUS.test(tail)) parts.push(`the end of ${file}:\n${tail}`);
    }
    parts.push(`all logs: ${kept}`);
  }
  return new Error(parts.join('\n\n'), { cause: error });
}

function causesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [String(error)];
  const inner = error instanceof AggregateError ? error.errors : [error.cause];
  return [
    error.stack ?? error.message,
    ...inner.filter((one) => one !== undefined).flatMap((one: unknown) => causesOf(one)),
  ];
}
