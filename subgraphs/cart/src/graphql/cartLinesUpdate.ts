import { type NotFound, parseInput, type VersionConflict } from '@nakku/graphql-kit';
import { updateLines } from '../domain/lines.ts';
import type { MutationResolvers } from '../generated/graphql.ts';
import type { CartService } from '../service.ts';
import { changeOwnCart, staleVersion } from './access.ts';
import { warningsAbout } from './cartLinesAdd.ts';
import { linesUpdateInput } from './input.ts';
import { unknownLines } from './lineErrors.ts';

export function cartLinesUpdate(service: CartService): NonNullable<MutationResolvers['cartLinesUpdate']> {
  return async (_, args, { caller }) => {
    const input = parseInput(linesUpdateInput, args);
    if (!input.ok) return { cart: null, warnings: [], userErrors: input.errors };
    const { cartId, expectedVersion, lines } = input.value;
    const touched = new Set<string>();
    const answer = await changeOwnCart<VersionConflict | NotFound>(service, caller, cartId, (cart) => {
      const stale = staleVersion(cart, expectedVersion);
      if (stale) return { refused: [stale] };
      const change = updateLines(
        cart.lines,
        lines.map((line) => ({
          lineId: line.lineId,
          quantity: line.quantity ?? undefined,
          note: line.note,
          substitution: line.substitution ?? undefined,
        })),
      );
      if (change.kind === 'refused') return { refused: unknownLines(change.refusals, 'lines') };
      const changed = new Set(lines.map((line) => line.lineId));
      for (const line of cart.lines) if (changed.has(line.lineId)) touched.add(line.productId);
      return { change: { lines: change.lines } };
    });
    return { ...answer, warnings: warningsAbout(answer.cart, touched, service.now()) };
  };
}
