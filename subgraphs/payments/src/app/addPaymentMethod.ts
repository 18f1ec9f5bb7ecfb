import { createHash } from 'node:crypto';
import type { MethodKind } from '../domain/payment.ts';
import type { MethodResponse } from '../domain/providerPort.ts';
import { spend } from '../store/budgets.ts';
import { providerCustomerOf } from '../store/paymentMethods.ts';
import type { NotAdded } from '../store/writePaymentMethods.ts';
import { DAY_MS } from './deps.ts';
import type { Deps } from './deps.ts';
import { savePaymentMethod } from './savePaymentMethod.ts';

export interface AddPaymentMethod {
  readonly customerId: string;
  readonly kind: MethodKind;
  /** The provider's token of a card; null for cash. */
  readonly cardToken: string | null;
  readonly isDefault: boolean;
  readonly idempotencyKey: string;
}

export type AddPaymentMethodResult =
  | { readonly kind: 'done'; readonly methodId: string }
  | { readonly kind: 'card_refused' | 'provider_unavailable' | NotAdded }
  | { readonly kind: 'budget_exceeded'; readonly limit: number; readonly resetsAt: Date | null }
  | { readonly kind: 'key_reused' | 'in_flight' };

/** Adds a payment method. The provider is called before the transaction; under the same key it keeps a card only once. */
export async function addPaymentMethod(
  deps: Deps,
  command: AddPaymentMethod,
): Promise<AddPaymentMethodResult> {
  const { customerId, idempotencyKey: key, cardToken, kind, isDefault } = command;
  if (cardToken !== null) {
    const budget = { kind: 'card-add', subject: customerId, periodMs: DAY_MS } as const;
    const limit = deps.limits.cardsAddedPerDay;
    const spent = await spend(deps.db, { ...budget, limit }, 1);
    if (!spent.isSpent) return { kind: 'budget_exceeded', limit, resetsAt: spent.resetsAt };
  }
  const card = cardToken === null ? null : await keepCard(deps, command, cardToken);
  if (card?.kind === 'refused') return { kind: 'card_refused' };
  if (card?.kind === 'unavailable') return { kind: 'provider_unavailable' };
  const result = await deps.platform.idempotent<string, NotAdded>(
    { callerId: customerId, mutation: 'paymentMethodAdd', key, variables: { kind, cardToken, isDefault } },
    async (tx) => {
      const id = deps.newId();
      const outcome = await savePaymentMethod(tx, { id, customerId, kind, card, isDefault }, deps.now());
      return outcome === 'added' ? { result: id } : { refused: outcome };
    },
  );
  if (result.kind === 'done') return { kind: 'done', methodId: result.result };
  return { kind: result.kind === 'refused' ? result.refused : result.kind };
}

async function keepCard(
  { db, provider }: Deps,
  { customerId, idempotencyKey }: AddPaymentMethod,
  token: string,
): Promise<MethodResponse> {
  // The client's key may be any text, the provider's is bounded.
  const key = createHash('sha256').update(`${customerId}\n${idempotencyKey}\n${token}`).digest('base64url');
  return provider.retrieveMethod({
    token,
    customerId,
    providerCustomer: await providerCustomerOf(db, customerId),
    idempotencyKey: `method:${key}`,
  });
}
