import { probeResponses } from '@nakku/service';
import { jsonPage } from '../shared/exchange.ts';
import type { Page } from '../shared/exchange.ts';

/** `/live` (the process runs) and `/ready` (it can serve): all that the public port tells about the gateway. */
export function createProbePages(isReady: () => boolean): (path: string) => Page | undefined {
  return (path) => {
    if (path === '/live') return jsonPage(...probeResponses.live);
    if (path !== '/ready') return undefined;
    return isReady() ? jsonPage(...probeResponses.ready) : jsonPage(...probeResponses.notReady);
  };
}
