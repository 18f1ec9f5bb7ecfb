import { readRunFile } from '../servers/runFile.ts';
import { DEFAULT_PORT_BASE } from './services.ts';

/** Where the public API of this machine is: as told, else where the system of the state folder runs, else as usual. */
export function gatewayUrlOf(state: string, told: string | undefined): string {
  return told ?? readRunFile(state)?.gatewayUrl ?? `http://127.0.0.1:${DEFAULT_PORT_BASE}`;
}

/** Whether the public API answers. */
export async function answers(gatewayUrl: string): Promise<boolean> {
  try {
    const response = await fetch(`${gatewayUrl}/live`, { signal: AbortSignal.timeout(3_000) });
    await response.arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

/** What to say when it does not. */
export const notRunning = (gatewayUrl: string): string =>
  `Nakku does not run: nothing answers at ${gatewayUrl}. Start it with \`npm start\` in another terminal and wait for "Nakku is ready".`;
