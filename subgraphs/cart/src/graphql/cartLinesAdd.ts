import { parseInput, type VersionConflict } from '@nakku/graphql-kit';
import type { Cart } from '../domain/cart.ts';
import { addLines } from '../domain/lines.ts';
import { type Warning, warningsOf } from '../domain/warnings.ts';
import type { MutationResolvers } from '../generated/graphql.ts';
import type { CartService } from '../service.ts';
import { productsById } from '../store/projections.ts';
import { changeOwnCart, staleVersion } from './access.ts';
import { linesAddInput } from './input.ts';
import { addErrors } from './lineErrors.ts';

export function cartLinesAdd(service: CartService): NonNullable<MutationResolvers['cartLinesAdd']> {
  return async (_, args, { caller }) => {
    const input = parseInput(linesAddInput, args);
    if (!input.ok) return { cart: null, warnings: [], userErrors: input.errors };
    const { cartId, expectedVersion, lines } = input.value;
    const products = await productsById(
      service.db,
      lines.map((line) => line.productId),
    );
    const answer = await changeOwnCart<VersionConflict | ReturnType<typeof addErrors>[number]>(
      service,
      caller,
      cartId,
      (cart) => {
        const stale = staleVersion(cart, expectedVersion);
        if (stale) return { refused: [stale] };
        const change = addLines(
          cart.lines,
          lines.map((line) => ({
            ...line,
            note: line.note ?? null,
            substitution: line.substitution ?? null,
          })),
          { products, newId: service.newId, now: service.now(), maxLines: service.config.CART_MAX_LINES },
        );
        return change.kind === 'refused'
          ? { refused: addErrors(change.refusals) }
          : { change: { lines: change.lines } };
      },
    );
    const touched = new Set(lines.map((line) => line.productId));
    return { ...answer, warnings: warningsAbout(answer.cart, touched, service.now()) };
  };
}

/** The warnings that are about these products. */
export function warningsAbout(cart: Cart | null, productIds: ReadonlySet<string>, now: Date): Warning[] {
  if (cart === null) return [];
  const lineIds = new Set(
    cart.lines.filter((line) => productIds.has(line.productId)).map((line) => line.lineId),
  );
  return warningsOf(cart, now).filter((warning) => warning.lineId !== null && lineIds.has(warning.lineId));
}
