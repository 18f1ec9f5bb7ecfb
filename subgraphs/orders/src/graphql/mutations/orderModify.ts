import { handover, ifUnavailable } from '@nakku/contracts';
import {
  addressInput,
  idempotencyError,
  idempotencyKeyInput,
  idInput,
  invalidInput,
  notFound,
  parseInput,
  requireScope,
  textInput,
  userError,
  versionConflict,
  wholeInput,
} from '@nakku/graphql-kit';
import { formatAmount } from '@nakku/money';
import { z } from 'zod';
import { modifyOrder, previewModification } from '../../app/modifyOrder.ts';
import type { ModifyOrderResult } from '../../app/modifyOrder.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { cashNotAccepted, keyPath, orderPath, productsUnavailable, refusedAct } from '../errors.ts';
import type { PreviewOfOrder } from '../types/totals.ts';

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
  isDryRun: z.boolean(),
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
  const { orderId, expectedVersion, expectedTotal, isDryRun, idempotencyKey, ...edit } = input.value;
  const command = { orderId, customerId, expectedVersion, expectedTotal, edit };
  if (isDryRun) {
    const previewed = await previewModification(deps, command);
    if (previewed.kind === 'refused') return { ...nothing, userErrors: [modifyError(previewed)] };
    const { totals, lines: taxedLines, needsPayment: isPaymentIncreased } = previewed;
    const preview: PreviewOfOrder = { totals: { id: orderId, totals, taxedLines }, isPaymentIncreased };
    return { ...nothing, preview, userErrors: [] };
  }
  const result = await modifyOrder(deps, { ...command, idempotencyKey });
  if (result.kind !== 'done') return { ...nothing, userErrors: [modifyError(result)] };
  return { ...nothing, order: await loaders.orders.load(orderId), userErrors: [] };
};

const changePending = () =>
  userError(
    'ChangePendingError',
    'CHANGE_PENDING',
    orderPath,
    'Another change of this order is not decided yet. Wait for it.',
  );

/** Why an order was not changed. */
function modifyError(result: Exclude<ModifyOrderResult, { kind: 'done' }>) {
  if (result.kind !== 'refused') return idempotencyError(result.kind, keyPath);
  const { refusal } = result;
  switch (refusal.kind) {
    case 'not_found':
      return refusedAct(refusal);
    case 'illegal':
      return refusal.because === 'change_pending' ? changePending() : refusedAct(refusal);
    case 'version_conflict':
      return versionConflict(['input', 'expectedVersion'], refusal.currentVersion);
    case 'line_unknown':
      return notFound(['input', 'lines', String(refusal.place), 'lineId'], 'line of this order');
    case 'product_unavailable': {
      const path = refusal.place === null ? ['lines'] : ['add', String(refusal.place), 'productId'];
      return productsUnavailable(
        [refusal.productId],
        ['input', ...path],
        'This product is not sold for this order any more.',
      );
    }
    case 'too_many_pieces':
      return invalidInput(['input'], `must leave at most ${refusal.max} pieces in a line`);
    case 'too_many_lines':
      return invalidInput(['input', 'add'], `must leave at most ${refusal.max} lines in the order`);
    case 'nothing_left':
      return invalidInput(
        ['input', 'lines'],
        'must leave at least one piece; cancel the order to have none of it',
      );
    case 'not_served':
      return userError(
        'AddressNotServedError',
        'ADDRESS_NOT_SERVED',
        ['input', 'address'],
        'The store of this order does not deliver to the address.',
      );
    case 'cash_not_accepted':
      return cashNotAccepted(['input', 'handover']);
    case 'age_check_at_door':
      return invalidInput(
        ['input', 'handover'],
        'must not be LEFT_AT_DOOR: the courier checks the age of whoever takes these products',
      );
    case 'total_changed': {
      const { total: amount, currency } = refusal;
      const message = `The total would be ${formatAmount(amount, currency)}. Confirm it and try again.`;
      return {
        ...userError('TotalChangedError', 'ORDER_TOTAL_CHANGED', ['input', 'expectedTotal'], message),
        total: { amount, currency },
      };
    }
  }
}
