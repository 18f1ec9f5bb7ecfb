import type { Observed } from './system.ts';
import { system } from './system.ts';

/** Sum of a counter of a service over all its labels, since its process started. */
export async function counterOf(service: Observed, name: string): Promise<number> {
  const text = await (await fetch(`${system.internalUrl(service)}/metrics`)).text();
  return text
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}
