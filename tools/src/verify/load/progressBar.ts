import { SingleBar } from 'cli-progress';
import type { Progress } from './options.ts';

const FORMAT = '{bar} {placed} placed, {ended} ended, {failed} failed of {orders}, {duration_formatted}';
/** Without a terminal a line is printed so often. */
const LINE_EVERY_MS = 5_000;

/** Shows how far a load test is. */
export function progressBar(orders: number): {
  show(progress: Progress): void;
  line(text: string): void;
  stop(): void;
} {
  const bar = new SingleBar({
    format: FORMAT,
    barsize: 30,
    hideCursor: true,
    noTTYOutput: true,
    notTTYSchedule: LINE_EVERY_MS,
    emptyOnZero: true,
  });
  let isShown = false;
  return {
    show({ placed, ended, failed }) {
      const values = { placed, ended, failed, orders };
      const done = placed + ended + failed;
      if (!isShown) bar.start(orders * 2, done, values);
      else bar.update(done, values);
      isShown = true;
    },
    line(text) {
      if (isShown && process.stdout.isTTY) process.stdout.write('\r\u001b[K');
      console.log(text);
    },
    stop() {
      if (isShown) bar.stop();
    },
  };
}
