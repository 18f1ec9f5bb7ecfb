import { pino } from 'pino';
import type { DestinationStream } from 'pino';
import { counter } from './metrics.ts';

/** A line waits this long for others at most, ms. */
const lineDelayMs = 20;
/** So many characters are written without waiting. */
const bufferedCharacters = 8 * 1024;
/** Bytes of lines that may wait for a reader that is slow; what comes then is dropped and counted. */
const maxWaitingBytes = 4 * 1024 * 1024;
/** A reader that took nothing for so long is taken for gone when the process ends, ms. */
const stuckAfterMs = 1_000;

/**
 * Standard output with one write for many lines, since a busy service says thousands in a second; and beside the event
 * loop: who reads it, slow or not at all, delays nobody. What waits is written before the process ends, whatever ends it
 * but a kill, unless nobody reads it; the last lines may then come before those that were on their way.
 */
export function asynchronousOutput(): DestinationStream {
  const output = pino.destination({ fd: 1, sync: false, maxLength: maxWaitingBytes });
  const dropped = counter('log_lines_dropped_total', 'Log lines that were dropped because nobody read them');
  /** When something last was written, or began to wait; undefined: nothing waits. */
  let movedAt: number | undefined;
  output.on('drop', (text) => dropped.inc(linesIn(text)));
  output.on('write', () => void (movedAt &&= Date.now()));
  output.on('drain', () => void (movedAt = undefined));
  let lines = '';
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (lines === '') return;
    movedAt ??= Date.now();
    output.write(lines);
    lines = '';
  };
  // Before pino's own hook, which would wait for the reader.
  process.prependListener('exit', () => {
    flush();
    if (movedAt !== undefined && Date.now() - movedAt > stuckAfterMs) output.destroy();
  });
  return {
    write(line) {
      lines += line;
      if (lines.length >= bufferedCharacters) flush();
      else timer ??= setTimeout(flush, lineDelayMs).unref();
    },
  };
}

/** Lines in what was dropped. */
const linesIn = (text: unknown): number => String(text).split('\n').length - 1;
