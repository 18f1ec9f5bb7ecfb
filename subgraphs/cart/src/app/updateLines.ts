import { staleVersion, type StaleVersion } from '../domain/cart.ts';
import {
  type LineToUpdate,
  type QuantityRefusal,
  type UnknownLine,
  updateLines as updated,
} from '../domain/lines.ts';
import { type CartChanged, type CartCommand, changeOwnCart } from './changeCart.ts';
import type { Deps } from './deps.ts';

/** Changes lines of a cart, all or none; a quantity of 0 removes its line. */
export function updateLines(
  deps: Deps,
  command: CartCommand & {
    readonly expectedVersion: number | null;
    readonly lines: readonly LineToUpdate[];
  },
): Promise<CartChanged<StaleVersion | UnknownLine | QuantityRefusal>> {
  return changeOwnCart<StaleVersion | UnknownLine | QuantityRefusal>(deps, command, (cart) => {
    const stale = staleVersion(cart, command.expectedVersion);
    if (stale) return { refusals: [stale] };
    const change = updated(cart.lines, command.lines);
    return change.kind === 'refused' ? { refusals: change.refusals } : { change: { lines: change.lines } };
  });
}
