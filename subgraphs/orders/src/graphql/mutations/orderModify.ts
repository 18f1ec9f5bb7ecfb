import { handover, ifUnavailable } from '@nakku/contracts';
import {
  addressInput,
  idempotencyKeyInput,
  idInput,
  parseInput,
  requireScope,
  textInput,
  wholeInput,
} from '@nakku/graphql-kit';
import { z } from 'zod';
import { modifyOrder, previewModification } from '../../app/modifyOrder.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { modifyError } from '../modifyErrors.ts';

const MAX_ENTRIES = 100;
const optional = <Schema extends z.ZodType>(schema: Schema) =>
  schema.nullish().transform((given) => given ?? undefined);

const inputSchema = z.object({
  orderId: idInput,
  expectedVersion: wholeInput(1, 2_147_483_647),
  add: z
    .array(
      z.object({
        productId: idInput,
        quantity: wholeInput(1, 99),
        note: textInput(0, 200)
          .nullish()
          .transform((text) => text || null),
        ifUnavailable,
      }),
    )
    .max(MAX_ENTRIES, { error: `must have at most ${MAX_ENTRIES} entries` }),
  lines: z
    .array(z.object({ lineId: idInput, quantity: wholeInput(0, 99) }))
    .max(MAX_ENTRIES, { error: `must have at most ${MAX_ENTRIES} entries` })
    .refine((lines) => new Set(lines.map(({ lineId }) => lineId)).size === lines.length, {
      error: 'must name each line once',
    }),
  address: optional(addressInput),
  instructions: textInput(0, 300)
    .nullish()
    .transform((text) => (text === null || text === undefined ? undefined : text || null)),
  handover: optional(handover),
  expectedTotal: wholeInput(0, Number.MAX_SAFE_INTEGER)
    .nullish()
    .transform((given) => given ?? null),
  dryRun: z.boolean(),
  idempotencyKey: idempotencyKeyInput,
});

export const orderModify: NonNullable<MutationResolvers['orderModify']> = async (
  _,
  args,
  { caller, deps, loaders },
) => {
  const { userId: customerId } = requireScope(caller, 'orders:write');
  const nothing = { order: null, preview: null };
  const input = parseInput(inputSchema, args.input, ['input']);
  if (!input.ok) return { ...nothing, userErrors: input.errors };
  const { orderId, expectedVersion, expectedTotal, dryRun, idempotencyKey, ...edit } = input.value;
  const command = { orderId, customerId, expectedVersion, expectedTotal, edit };
  if (dryRun) {
    const preview = await previewModification(deps, command);
    if (preview.kind === 'refused') return { ...nothing, userErrors: [modifyError(preview)] };
    const { totals, lines: taxedLines, needsPayment } = preview;
    return {
      ...nothing,
      preview: { totals: { id: orderId, totals, taxedLines }, needsPayment },
      userErrors: [],
    };
  }
  const result = await modifyOrder(deps, { ...command, idempotencyKey });
  if (result.kind !== 'done') return { ...nothing, userErrors: [modifyError(result)] };
  return { ...nothing, order: await loaders.orders.load(orderId), userErrors: [] };
};
