import { type NotFound, parseInput, type VersionConflict } from '@nakku/graphql-kit';
import { removeLines } from '../domain/lines.ts';
import type { MutationResolvers } from '../generated/graphql.ts';
import type { CartService } from '../service.ts';
import { changeOwnCart, staleVersion } from './access.ts';
import { linesRemoveInput } from './input.ts';
import { unknownLines } from './lineErrors.ts';

export function cartLinesRemove(service: CartService): NonNullable<MutationResolvers['cartLinesRemove']> {
  return async (_, args, { caller }) => {
    const input = parseInput(linesRemoveInput, args);
    if (!input.ok) return { cart: null, userErrors: input.errors };
    const { cartId, expectedVersion, lineIds } = input.value;
    return changeOwnCart<VersionConflict | NotFound>(service, caller, cartId, (cart) => {
      const stale = staleVersion(cart, expectedVersion);
      if (stale) return { refused: [stale] };
      const change = removeLines(cart.lines, lineIds);
      return change.kind === 'refused'
        ? { refused: unknownLines(change.refusals, 'lineIds') }
        : { change: { lines: change.lines } };
    });
  };
}
