import type { BaseContext } from '@nakku/service';
import type { Deps } from '../app/deps.ts';

export interface Context extends BaseContext {
  readonly deps: Deps;
}

/** The subgraph's part of the context, made anew for each request and each event of a subscription. */
export function contextOf(deps: Deps): Omit<Context, keyof BaseContext> {
  return { deps };
}
