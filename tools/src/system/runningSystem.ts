import { lockHolder } from '../processes/lock.ts';
import { CannotStart } from '../processes/cannotStart.ts';
import { readRunFile } from '../servers/runFile.ts';
import { usualPorts } from './ports.ts';

const PROBE_TIMEOUT_MS = 3_000;

/** Nothing runs here; the message says how to start it. */
export class NotRunning extends CannotStart {}

/** Whether the public API responds. */
async function responds(gatewayUrl: string): Promise<boolean> {
  try {
    const response = await fetch(`${gatewayUrl}/live`, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
    await response.arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

/**
 * Where the public API of this machine is: the given address, else that of the system of the state folder, else the
 * usual one.
 * @throws NotRunning when nothing responds there; the message says whether a start is under way
 */
export async function requireGateway(
  state: string,
  given: string | undefined,
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const announced = readRunFile(state)?.gatewayUrl;
  const starting = announced === undefined ? lockHolder(state, 'system') : undefined;
  if (given === undefined && starting)
    throw new NotRunning(
      `Nakku is still starting (pid ${starting.pid}, since ${starting.since}): wait for "Nakku is ready" there.`,
    );
  const gatewayUrl = given ?? announced ?? `http://127.0.0.1:${usualPorts(env).gateway}`;
  if (await responds(gatewayUrl)) return gatewayUrl;
  throw new NotRunning(
    `Nakku does not run: nothing responds at ${gatewayUrl}. Start it with \`npm start\` in another terminal and wait for "Nakku is ready".`,
  );
}
