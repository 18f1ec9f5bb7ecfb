import type { Server } from 'node:net';

/**
 * Binds a server.
 * @param port 0: the system chooses
 * @param backlog connections that may wait to be accepted; default: Node's
 * @returns its port
 * @throws Error when the port is taken
 */
export async function listenOn(
  server: Server,
  { host, port, backlog = 511 }: { readonly host: string; readonly port: number; readonly backlog?: number },
): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, backlog, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no TCP address');
  return address.port;
}
