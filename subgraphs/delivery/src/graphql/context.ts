import type { BaseContext } from '@nakku/service';
import type { Deps } from '../app/deps.ts';
import { loadersOf, type Loaders } from './loaders.ts';

/** What delivery's resolvers are given, new for each request and each event of a subscription. */
export interface Context extends BaseContext {
  readonly deps: Deps;
  readonly loaders: Loaders;
}

/** Delivery's part of the context of one request. */
export function contextOf(deps: Deps) {
  return ({ caller }: BaseContext): Omit<Context, keyof BaseContext> => ({
    deps,
    loaders: loadersOf(deps, caller),
  });
}
