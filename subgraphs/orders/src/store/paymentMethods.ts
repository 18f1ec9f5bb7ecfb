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
