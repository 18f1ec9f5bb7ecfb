import { idInput, textInput, wholeInput } from '@nakku/graphql-kit';
import { GraphQLError } from 'graphql';
import { z } from 'zod';
import { areaMessage, parseArea } from '../domain/area.ts';
import type { Hours } from '../domain/deliveryHours.ts';

/** Bounds of the arguments, as schema/locations.graphql describes them. */

const textSearchInput = z.object({
  text: textInput(2, 100),
  limit: wholeInput(1, 10),
});

/** A query's arguments. @throws GraphQLError BAD_USER_INPUT that names the argument and its bound */
export function parsedArguments<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new GraphQLError(`\`${issue?.path.join('.')}\` ${issue?.message}.`, {
    extensions: { code: 'BAD_USER_INPUT' },
  });
}

/** A search by text. @throws GraphQLError BAD_USER_INPUT */
export const textSearch = (args: { readonly text: string; readonly limit: number }) =>
  parsedArguments(textSearchInput, args);

/** An ID in its canonical form, or null if it can name nothing of ours. */
export function knownId(text: string): string | null {
  const parsed = idInput.safeParse(text);
  return parsed.success ? parsed.data : null;
}

/** Minor units; no sum of a cart leaves the safe integers. */
const amountInput = wholeInput(0, 1_000_000_000);

const orNull = <Schema extends z.ZodType>(schema: Schema) =>
  schema.nullish().transform((value) => value ?? null);

const areaInput = z.string().transform((text, check) => {
  const parsed = parseArea(text);
  if ('area' in parsed) return parsed.area;
  check.addIssue({ code: 'custom', message: areaMessage(parsed.problem) });
  return z.NEVER;
});

const feeInput = z.object({
  base: amountInput,
  perKilometre: amountInput,
  includedMeters: wholeInput(0, 100_000),
  freeFrom: orNull(amountInput),
});

const hoursOfDay = { opens: wholeInput(0, 1439), closes: wholeInput(1, 1440) };
const closesLater = {
  check: ({ opens, closes }: Hours) => closes > opens,
  problem: { path: ['closes'], error: 'must be after `opens`' },
};

/** Marks the entry of `hours` that overlaps an earlier one. `dayOf` says which of them are of one day. */
function noneOverlaps<Entry extends Hours>(dayOf: (entry: Entry) => unknown) {
  return (hours: readonly Entry[], check: z.RefinementCtx): void => {
    const index = hours.findIndex((one, i) =>
      hours
        .slice(0, i)
        .some((other) => dayOf(one) === dayOf(other) && one.opens < other.closes && other.opens < one.closes),
    );
    if (index === -1) return;
    check.addIssue({ code: 'custom', path: [index], message: 'must not overlap others of its day' });
  };
}

const weeklyInput = z
  .array(
    z.object({ weekday: wholeInput(1, 7), ...hoursOfDay }).refine(closesLater.check, closesLater.problem),
  )
  .max(14, { error: 'must have at most 14 entries' })
  .superRefine(noneOverlaps(({ weekday }) => weekday));

const exceptionsInput = z
  .array(
    z.object({
      date: z.iso.date({ error: 'must be a date such as 2026-12-25' }),
      hours: z
        .array(z.object(hoursOfDay).refine(closesLater.check, closesLater.problem))
        .max(4, { error: 'must have at most 4 entries' })
        .superRefine(noneOverlaps(() => null)),
    }),
  )
  .max(100, { error: 'must have at most 100 entries' })
  .superRefine((exceptions, check) => {
    const index = exceptions.findIndex(
      ({ date }, i) => exceptions.findIndex((other) => other.date === date) !== i,
    );
    if (index === -1) return;
    check.addIssue({ code: 'custom', path: [index, 'date'], message: 'must be named once only' });
  });

/** What staff sets of a zone. */
export const zoneRulesInput = z.object({
  name: textInput(1, 100),
  geoJson: areaInput,
  priority: wholeInput(0, 1000),
  fee: feeInput,
  minOrder: amountInput,
  deliveryHours: orNull(weeklyInput),
  exceptions: exceptionsInput.nullish().transform((value) => value ?? []),
});

const optional = <Schema extends z.ZodType>(schema: Schema) =>
  schema.nullish().transform((value) => value ?? undefined);

/** What a change sets of a zone: undefined stays as it is. Null is as good as left out, but for `deliveryHours`. */
export const zoneUpdateInput = z.object({
  expectedVersion: wholeInput(1, 2_147_483_647),
  name: optional(textInput(1, 100)),
  geoJson: optional(areaInput),
  priority: optional(wholeInput(0, 1000)),
  fee: optional(feeInput),
  minOrder: optional(amountInput),
  deliveryHours: weeklyInput.nullish(),
  exceptions: optional(exceptionsInput),
});
