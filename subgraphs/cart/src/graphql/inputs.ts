import { ifUnavailable, ifUnavailableOf, orderLine } from '@nakku/contracts';
import type { IfUnavailable, OrderLine } from '@nakku/contracts';
import { idInput, textInput, wholeInput } from '@nakku/graphql-kit';
import { z } from 'zod';

const MAX_LINES_AT_ONCE = 100;

export const cartIdInput = z.object({ cartId: idInput });

/** The version that a change is based on; null or undefined: whatever it is. */
export const expectedVersionInput = wholeInput(1, 2_147_483_647)
  .nullish()
  .transform((version) => version ?? null);

/** A note for the packer: undefined as it is, null or empty none. */
export const noteInput = textInput(0, 200)
  .nullish()
  .transform((text) => (text === undefined ? undefined : text || null));

/** What happens to pieces that the store does not have, and the field that it supersedes. */
export const preferenceInputs = {
  ifUnavailable: ifUnavailable.nullish(),
  substitution: orderLine.shape.substitution.nullish(),
};

interface GivenPreference {
  readonly ifUnavailable?: IfUnavailable | null | undefined;
  readonly substitution?: OrderLine['substitution'] | null | undefined;
}

/** A line with the preference that a client gave in either of `preferenceInputs`; null: none. */
export function withPreference<Line extends GivenPreference>({ substitution, ...line }: Line) {
  const superseded = substitution ? ifUnavailableOf({ substitution }) : null;
  return { ...line, ifUnavailable: line.ifUnavailable ?? superseded };
}

/** 1–100 items, unique by `key`. */
export function listInput<Item extends z.ZodType>(
  item: Item,
  key: (one: z.output<Item>) => string,
  what: string,
) {
  return z
    .array(item)
    .min(1, { error: `must have 1–${MAX_LINES_AT_ONCE} entries` })
    .max(MAX_LINES_AT_ONCE, { error: `must have 1–${MAX_LINES_AT_ONCE} entries` })
    .refine((items) => new Set(items.map(key)).size === items.length, {
      error: `must name each ${what} once`,
    });
}
