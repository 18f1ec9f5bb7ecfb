import { ApolloGateway } from '@apollo/gateway';
import type { GraphQLDataSource, SupergraphSdlHook } from '@apollo/gateway';
import { waitUpTo } from '@nakku/platform';
import type { Logger } from '@nakku/telemetry';
import { defaultPlanningLimits } from '../config/operations.ts';
import { apolloLogger } from './apolloLogger.ts';
import type { PlanningLimits } from './plannerThread.ts';
import { createSnapshot, warmPlans } from './snapshot.ts';
import type { SupergraphSnapshot } from './snapshot.ts';
import { withoutUnknownPurposes } from './unenforced.ts';

export interface SupergraphStore {
  /** The supergraph that serves now. */
  current(): SupergraphSnapshot;
  /** Its SDL. */
  sdl(): string;
  /**
   * Loads another one; if it cannot be loaded this throws, and the last good one goes on serving. The new one takes over
   * when the plans in use are made for it, or `warmingTimeoutMs` are over.
   */
  replace(sdl: string): void;
  onReplace(listener: (snapshot: SupergraphSnapshot) => void): void;
  /** Ends what plans operations. */
  stop(): void;
}

/** Loads a gateway that follows what the hook gives it. */
export type LoadGateway = (supergraphSdl: SupergraphSdlHook) => Promise<void>;

/**
 * Apollo's gateway on its own, which checks every supergraph and connects to its subgraphs; it executes nothing.
 * @param o.dataSource the connection to a subgraph
 */
export function apolloGateway(o: {
  readonly dataSource: (subgraph: string, url: string | undefined) => GraphQLDataSource;
  readonly log: Logger;
}): { readonly load: LoadGateway; stop(): Promise<void> } {
  let gateway: ApolloGateway | undefined;
  return {
    async load(supergraphSdl) {
      gateway = new ApolloGateway({
        supergraphSdl,
        buildService: ({ name, url }) => o.dataSource(name, url),
        logger: apolloLogger(o.log),
      });
      await gateway.load();
    },
    async stop() {
      await gateway?.stop();
    },
  };
}

/** Keeps Apollo's gateway and our own reading of the same supergraph in step. Throws if the first cannot be loaded. */
export async function createSupergraphStore(o: {
  sdl: string;
  load: LoadGateway;
  maxPlans: number;
  planning?: PlanningLimits;
}): Promise<SupergraphStore> {
  const { warmingTimeoutMs } = o.planning ?? defaultPlanningLimits();
  let untouched = o.sdl;
  let update: ((sdl: string) => void) | undefined;
  const listeners: ((snapshot: SupergraphSnapshot) => void)[] = [];

  await o.load((hooks) => {
    update = hooks.update;
    return Promise.resolve({ supergraphSdl: withoutUnknownPurposes(untouched) });
  });
  let snapshot = createSnapshot(untouched, o.maxPlans, o.planning);
  let latest = snapshot;

  return {
    current: () => snapshot,
    sdl: () => untouched,
    stop: () => latest.plans.retire(),
    replace(sdl) {
      if (sdl === untouched) return;
      const next = createSnapshot(sdl, o.maxPlans, o.planning);
      try {
        update?.(withoutUnknownPurposes(sdl));
      } catch (error) {
        // It may have taken over half of it before it threw.
        update?.(withoutUnknownPurposes(untouched));
        throw error;
      }
      untouched = sdl;
      latest = next;
      const takeOver = (): void => {
        // Another one may have come meanwhile.
        if (latest !== next) return next.plans.retire();
        snapshot.plans.retire();
        snapshot = next;
        for (const listener of listeners) listener(snapshot);
      };
      if (snapshot.plansInUse().length === 0) takeOver();
      else void waitUpTo(warmingTimeoutMs, warmPlans(next, snapshot, warmingTimeoutMs)).then(takeOver);
    },
    onReplace(listener) {
      listeners.push(listener);
    },
  };
}
