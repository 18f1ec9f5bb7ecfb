import { UplinkSupergraphManager } from '@apollo/gateway';
import type { Logger } from '@nakku/telemetry';
import { apolloLogger } from './apolloLogger.ts';

export interface ManagedSupergraph {
  /** What uplink has now, or the fallback while it does not respond. */
  readonly sdl: string;
  /** Hands over every later version. What `replace` throws is logged, and the last good one goes on. */
  follow(replace: (sdl: string) => void): void;
  stop(): Promise<void>;
}

/** Tries at the start, about three seconds; a gateway that cannot reach uplink starts with its fallback. */
const triesAtStart = 2;

/**
 * The supergraph of managed federation, by Apollo's own poller: what was last published and composes. While uplink is
 * away the last one goes on; at the start the one that was shipped with the gateway stands in.
 */
export async function fetchManagedSupergraph(o: {
  readonly key: string;
  readonly graphRef: string;
  /** Empty: Apollo's. */
  readonly endpoints: readonly string[];
  readonly fallback: () => Promise<string>;
  readonly log: Logger;
}): Promise<ManagedSupergraph> {
  let latest: string | undefined;
  let replace: ((sdl: string) => void) | undefined;
  const manager = new UplinkSupergraphManager({
    apiKey: o.key,
    graphRef: o.graphRef,
    ...(o.endpoints.length === 0 ? {} : { uplinkEndpoints: [...o.endpoints] }),
    initialMaxRetries: triesAtStart,
    logger: apolloLogger(o.log),
    onFailureToFetchSupergraphSdlDuringInit: ({ error }) => {
      o.log.error(
        { err: error, graphRef: o.graphRef },
        'uplink does not respond: starting with the supergraph that was shipped, and asking on',
      );
      return o.fallback();
    },
  });
  const { supergraphSdl, cleanup } = await manager.initialize({
    update(sdl) {
      latest = sdl;
      replace?.(sdl);
      o.log.info({ graphRef: o.graphRef }, 'supergraph replaced by the one of uplink');
    },
    healthCheck: () => Promise.resolve(),
    getDataSource: () => {
      throw new Error('the poller of uplink asks no subgraph');
    },
  });
  return {
    sdl: supergraphSdl,
    follow(replaceBy) {
      replace = replaceBy;
      if (latest !== undefined) replaceBy(latest);
    },
    stop: cleanup,
  };
}
