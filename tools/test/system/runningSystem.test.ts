import { createServer } from 'node:http';
import { takeLock } from '../../src/processes/lock.ts';
import { writeRunFile } from '../../src/servers/runFile.ts';
import { NotRunning, requireGateway } from '../../src/system/runningSystem.ts';
import { newState } from '../harness/launchers.ts';

const SERVERS = { postgresUrl: 'postgresql://x', kafkaBrokers: 'x:1', redisUrl: 'redis://x', services: {} };

async function gateway(): Promise<{ url: string; close: () => void }> {
  const server = createServer((_, response) => response.end('{}'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return { url: `http://127.0.0.1:${address.port}`, close: () => server.close() };
}

test('the public API is where the system says, or where it is told', async () => {
  const running = await gateway();
  const state = newState();
  writeRunFile(state, { ...SERVERS, gatewayUrl: running.url });
  expect(await requireGateway(state, undefined, {})).toBe(running.url);
  expect(await requireGateway(newState(), running.url, {})).toBe(running.url);
  running.close();
});

test('a start that is under way is told, not a port that nobody listens on', async () => {
  const state = newState();
  const lock = takeLock(state, 'system');
  writeRunFile(state, SERVERS);
  const requested = requireGateway(state, undefined, {});
  await expect(requested).rejects.toThrow(NotRunning);
  await expect(requested).rejects.toThrow(
    new RegExp(
      `^Nakku is still starting \\(pid ${process.pid}, since .*\\): wait for "Nakku is ready" there\\.$`,
    ),
  );
  if (lock.kind === 'taken') lock.release();
});

test('where nothing runs the port that a start would use is named', async () => {
  await expect(requireGateway(newState(), undefined, { GATEWAY_PORT: '65499' })).rejects.toThrow(
    /^Nakku does not run: nothing responds at http:\/\/127\.0\.0\.1:65499\. Start it with `npm start`/,
  );
});
