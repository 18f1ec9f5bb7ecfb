import { ApolloGateway } from '@apollo/gateway';
import type { GraphQLDataSource } from '@apollo/gateway';
import type { Logger } from '@nakku/telemetry';
import { apolloLogger } from './apolloLogger.ts';
import { createPlannerThread } from './plannerThread.ts';
import type { PlannerThread, PlanningLimits } from './plannerThread.ts';
import type { PlanCacheLimits } from './plans.ts';
import { createSnapshot } from './snapshot.ts';
import type { SupergraphSnapshot } from './snapshot.ts';
import { withoutUnknownPurposes } from './unenforced.ts';

export interface SupergraphStore {
  /** The supergraph that serves now. */
  current(): SupergraphSnapshot;
  /** Its SDL. */
  sdl(): string;
  /** Loads another one; if it cannot be loaded this throws, and the last good one goes on serving. */
  replace(sdl: string): void;
  onReplace(listener: (snapshot: SupergraphSnapshot) => void): void;
  /** Starts what plans operations, before the first one comes. */
  warm(): Promise<void>;
  stop(): void;
  /** For Apollo Server, which follows its schema. */
  readonly gateway: ApolloGateway;
}

/**
 * Keeps @apollo/gateway's schema and planner and our own reading of the same supergraph in step.
 * `dataSource` gives the connection to a subgraph. Throws if the first supergraph cannot be loaded.
 */
export async function createSupergraphStore(o: {
  sdl: string;
  dataSource: (subgraph: string, url: string | undefined) => GraphQLDataSource;
  planning: PlanningLimits & PlanCacheLimits;
  log: Logger;
}): Promise<SupergraphStore> {
  let untouched = o.sdl;
  let snapshot: SupergraphSnapshot | undefined;
  let thread: PlannerThread | undefined;
  let update: ((sdl: string) => void) | undefined;
  const listeners: ((snapshot: SupergraphSnapshot) => void)[] = [];

  const gateway = new ApolloGateway({
    supergraphSdl: (hooks) => {
      update = hooks.update;
      return Promise.resolve({ supergraphSdl: withoutUnknownPurposes(o.sdl) });
    },
    buildService: ({ name, url }) => o.dataSource(name, url),
    logger: apolloLogger(o.log),
  });
  await gateway.load();
  snapshot = read();

  /** The planner is not public otherwise, and a second one would double time and memory of each swap. */
  function read(): SupergraphSnapshot {
    const { queryPlanner } = gateway.__testing();
    if (!gateway.schema || !queryPlanner) throw new Error('the gateway loaded no supergraph');
    thread?.retire();
    thread = createPlannerThread(untouched, o.planning);
    return createSnapshot(untouched, gateway.schema, queryPlanner, thread, o.planning);
  }

  return {
    gateway,
    current() {
      if (!snapshot) throw new Error('no supergraph is loaded');
      return snapshot;
    },
    sdl: () => untouched,
    warm: () => thread?.warm() ?? Promise.resolve(),
    stop: () => thread?.retire(),
    replace(sdl) {
      if (sdl === untouched) return;
      const stripped = withoutUnknownPurposes(sdl);
      try {
        update?.(stripped);
      } catch (error) {
        // It may have taken over half of it before it threw.
        update?.(withoutUnknownPurposes(untouched));
        throw error;
      }
      untouched = sdl;
      snapshot = read();
      void thread?.warm().catch((err: unknown) => o.log.error({ err }, 'operations cannot be planned'));
      for (const listener of listeners) listener(snapshot);
    },
    onReplace(listener) {
      listeners.push(listener);
    },
  };
}
