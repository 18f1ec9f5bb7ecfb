import { createServer } from 'node:net';
import { freePort, isFree } from '../../src/servers/ports.ts';

test('a free preferred port is taken, a busy one is replaced by one below the ephemeral range', async () => {
  const preferred = await freePort();
  expect(await freePort(preferred)).toBe(preferred);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(preferred, '127.0.0.1', resolve));
  try {
    expect(await isFree(preferred)).toBe(false);
    const other = await freePort(preferred);
    expect(other).not.toBe(preferred);
    expect(other).toBeGreaterThanOrEqual(20_000);
    expect(other).toBeLessThan(32_000);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
});
