// A process that logs more than anybody reads, and tells its parent how that went.
import { logger, registry } from '../src/index.ts';

const log = logger();
const beats: number[] = [];
const beat = setInterval(() => {
  beats.push(performance.now());
  for (let i = 0; i < 2_000; i += 1) log.info({ text: 'x'.repeat(1_000) }, 'line');
}, 20);

async function dropped(): Promise<number> {
  const metric = await registry.getSingleMetric('log_lines_dropped_total')?.get();
  return metric?.values[0]?.value ?? 0;
}

const look = setInterval(() => {
  void dropped().then((lines) => {
    if (lines === 0 || beats.length < 50) return;
    clearInterval(look);
    clearInterval(beat);
    // Longer than a reader may take that is only slow.
    setTimeout(() => process.send?.({ lines, beats: beats.length }, () => process.exit(3)), 1_500);
  });
}, 50);
