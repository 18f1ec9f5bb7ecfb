// Systems for jest's workers, one each: scenarios stop and kill what they run on, so no two may share one at a time.
import { createServer } from 'node:http';
import { hostSystem } from './hosted-system.mjs';

/**
 * Answers `GET /<worker>` with the address of that worker's system, which is started when it is first asked for.
 * @returns where to ask, and how to stop all that were started
 */
export async function hostSystems() {
  const systems = new Map();
  const systemOf = (worker) => {
    if (!systems.has(worker)) systems.set(worker, hostSystem());
    return systems.get(worker);
  };
  const server = createServer((request, response) => {
    systemOf(request.url ?? '/').then(
      ({ address }) => response.end(JSON.stringify(address)),
      (error) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    async stop() {
      server.closeAllConnections();
      server.close();
      const started = await Promise.allSettled(systems.values());
      await Promise.all(started.map(({ value }) => value?.stop()));
    },
  };
}
