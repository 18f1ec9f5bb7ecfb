import type { PaymentMethodKind } from '../domain/order.ts';
import type { Tx } from './database.ts';

export interface KnownMethod {
  readonly id: string;
  readonly customerId: string;
  readonly kind: PaymentMethodKind;
}

export async function putMethod(db: Tx, { id, ...method }: KnownMethod): Promise<void> {
  await db.paymentMethod.upsert({ where: { id }, create: { id, ...method }, update: method });
}

export async function deleteMethod(db: Tx, id: string): Promise<void> {
  await db.paymentMethod.deleteMany({ where: { id } });
}

/** How this customer would pay with the method; null if it is unknown here or somebody else's. */
export async function kindOfMethod(
  db: Tx,
  id: string,
  customerId: string,
): Promise<PaymentMethodKind | null> {
  const method = await db.paymentMethod.findFirst({ where: { id, customerId }, select: { kind: true } });
  return method?.kind ?? null;
}
