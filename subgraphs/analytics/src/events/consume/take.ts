import { unorderedProjection } from '@nakku/messaging';
import type { Deps } from '../../app/deps.ts';
import { rollUp } from '../../app/rollUp.ts';
import type { ObservedEvent } from '../../domain/observe.ts';
import type { Tx } from '../../store/database.ts';

/** The one handler of all observed events: they are taken together as they arrive, whatever their topics. */
export type Take = ReturnType<typeof takeInto>;

/** @param generations that events are taken into; undefined: all that are kept */
export function takeInto(deps: Pick<Deps, 'now'>, generations: readonly number[] | undefined) {
  return unorderedProjection<ObservedEvent, Tx>((events, tx) => rollUp(tx, deps, events, generations));
}
