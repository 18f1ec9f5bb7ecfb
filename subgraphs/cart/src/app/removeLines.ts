import { staleVersion, type StaleVersion } from '../domain/cart.ts';
import { removeLines as removed, type UnknownLine } from '../domain/lines.ts';
import { type CartChanged, type CartCommand, changeOwnCart } from './changeCart.ts';
import type { Deps } from './deps.ts';

/** Removes lines from a cart, all or none. */
export function removeLines(
  deps: Deps,
  command: CartCommand & { readonly expectedVersion: number | null; readonly lineIds: readonly string[] },
): Promise<CartChanged<StaleVersion | UnknownLine>> {
  return changeOwnCart<StaleVersion | UnknownLine>(deps, command, (cart) => {
    const stale = staleVersion(cart, command.expectedVersion);
    if (stale) return { refusals: [stale] };
    const change = removed(cart.lines, command.lineIds);
    return change.kind === 'refused' ? { refusals: change.refusals } : { change: { lines: change.lines } };
  });
}
