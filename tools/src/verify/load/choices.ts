import type { Account } from '../../client/index.ts';
import { Refused } from '../../client/index.ts';
import { openSubstitutions, orderSubstitutionAnswer } from './operations.ts';

/** What a customer does who is asked which product may come instead: takes the best, wants none, or does not look. */
export type Choice = 'accept' | 'decline' | 'ignore';

const ACCEPT = 0.7;
const DECLINE = 0.2;

/** @param draw 0 to below 1; the rest does not look, and the time decides */
export function choiceOf(draw: number): Choice {
  if (draw < ACCEPT) return 'accept';
  return draw < ACCEPT + DECLINE ? 'decline' : 'ignore';
}

/**
 * Answers what the customer of an order is asked now. What was decided meanwhile, by the time or by the end of the order, is
 * left as it is.
 * @returns names of the products that were chosen
 * @throws OperationFailed
 */
export async function decideSubstitutions(
  account: Account,
  orderId: string,
  choice: Choice,
  o: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<string[]> {
  if (choice === 'ignore') return [];
  const { order } = await account.execute(openSubstitutions, { orderId }, o);
  const chosen: string[] = [];
  for (const { id: substitutionId, status, proposals } of order.substitutions) {
    if (status !== 'OPEN') continue;
    const best = choice === 'accept' ? proposals.find(({ product }) => product !== null) : undefined;
    const input = { substitutionId, productId: best?.product?.id ?? null, idempotencyKey: substitutionId };
    try {
      await account.execute(orderSubstitutionAnswer, { input }, o);
      if (best) chosen.push(best.name);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }
  return chosen;
}
