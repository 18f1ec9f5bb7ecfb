import { pino } from 'pino';
import type { DestinationStream } from 'pino';
import { counter } from './metrics.ts';

/** Bytes of lines that may wait for a reader that is slow; what comes then is dropped and counted. */
const maxWaitingBytes = 4 * 1024 * 1024;
/** A reader that took nothing for so long is taken for gone when the process ends, ms. */
const stuckAfterMs = 1_000;

/**
 * Standard output that is written to beside the event loop: who reads it, slow or not at all, delays nobody. Lines that
 * wait are written before the process ends, unless nobody reads them.
 */
export function asynchronousOutput(): DestinationStream {
  const output = pino.destination({ fd: 1, sync: false, maxLength: maxWaitingBytes });
  const dropped = counter('log_lines_dropped_total', 'Log lines that were dropped because nobody read them');
  /** When something last was written, or began to wait; undefined: nothing waits. */
  let movedAt: number | undefined;
  output.on('drop', () => dropped.inc());
  output.on('write', () => void (movedAt &&= Date.now()));
  output.on('drain', () => void (movedAt = undefined));
  // Before pino's own hook, which would wait for the reader.
  process.prependListener('exit', () => {
    if (movedAt !== undefined && Date.now() - movedAt > stuckAfterMs) output.destroy();
  });
  return {
    write(line) {
      movedAt ??= Date.now();
      output.write(line);
    },
  };
}
