// Systems for jest's workers, one each: scenarios stop and kill what they run on, so no two may share one at a time.
import { createServer } from 'node:http';
import { hostSystem } from './hosted-system.mjs';

/**
 * Serves `GET /<worker>` with the address of that worker's system, which is started by the first request.
 * @param o.host starts a system
 * @param o.report is given what is to be told of a start that failed
 * @returns where to ask, and how to stop all that were started
 */
export async function hostSystems({ host = hostSystem, report = (text) => process.stderr.write(text) } = {}) {
  const systems = new Map();
  const systemOf = (worker) => {
    if (!systems.has(worker)) systems.set(worker, hosted(worker));
    return systems.get(worker);
  };
  const hosted = (worker) =>
    host().catch((error) => {
      // Told at once: of a file that cannot run, jest shows little, and at its end. The next file tries again.
      systems.delete(worker);
      report(`\nworker ${worker}: ${error.message}\n`);
      throw error;
    });
  const server = createServer((request, response) => {
    systemOf(request.url ?? '/').then(
      ({ address }) => response.end(JSON.stringify(address)),
      (error) => response.writeHead(500).end(error.message),
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
