import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { hostileLookalike, hostileManyFields } from '../../gateway/test/support/hostileTraffic.ts';
import { transports } from '../../gateway/test/support/transports.ts';
import { startWorld } from '../../gateway/test/support/world.ts';

/** How long documents come; at first caches fill. */
const minutes = Number(process.env.HOSTILE_MINUTES ?? 10);
const fillingShare = 0.2;
/** What a heap that does not grow may differ by: code that is compiled late, metrics of what came first. */
const toleranceBytes = 8 * 1024 * 1024;
const megabyte = 1024 * 1024;

setFlagsFromString('--expose-gc');
const gc: () => void = runInNewContext('gc');

function heapBytes(): number {
  gc();
  gc();
  return process.memoryUsage().heapUsed;
}

test(
  'unique hostile documents leave the heap of the gateway flat',
  async () => {
    const world = await startWorld({
      MAX_CACHED_OPERATION_BYTES: String(4 * megabyte),
      MAX_CACHED_PLAN_BYTES: String(4 * megabyte),
      NEW_DOCUMENTS_PER_ADDRESS: '1000000000',
      COST_PER_ADDRESS: '1000000000',
      REQUESTS_PER_ADDRESS: '1000000000',
    });
    try {
      const startedAt = Date.now();
      const passed = () => (Date.now() - startedAt) / 60_000;
      let sent = 0;
      let filled: number | undefined;
      while (passed() < minutes) {
        for (const documentOf of [hostileLookalike, hostileManyFields]) {
          const { codes } = await transports.post(world, { query: documentOf(sent) });
          expect(codes).toEqual([]);
        }
        // What is wrong is forgotten too.
        await transports.post(world, { query: hostileLookalike(sent).replace('step', 'nothing') });
        // Stubs remember what they were asked, for tests.
        for (const stub of Object.values(world.stubs)) stub.requests.length = 0;
        sent += 1;
        if (filled === undefined && passed() > minutes * fillingShare) filled = heapBytes();
      }
      expect(sent).toBeGreaterThan(100);
      expect(heapBytes() - (filled ?? 0)).toBeLessThan(toleranceBytes);
    } finally {
      await world.close();
    }
  },
  (minutes + 5) * 60_000,
);
