import type { UserState } from '@nakku/contracts';
import type { ConsumerHandlers } from '@nakku/messaging';
import type { TransactionClient } from '@nakku/service';
import { beforePickUp, isOneOf } from '../domain/delivery.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import { endShift, loadCourier } from '../store/couriers.ts';
import type { DeliveryTransaction } from '../store/database.ts';
import { loadDeliveriesInHand } from '../store/deliveries.ts';
import { giveBack } from '../store/giveBack.ts';
import { withdrawOffersOfCourier } from '../store/offers.ts';
import { putUser } from '../store/users.ts';

type Handlers = ConsumerHandlers<TransactionClient<PrismaClient>>;

/**
 * A courier who may not ride any more (disabled, deleted, role taken) leaves the shift: offers go to others, and so
 * does what was not picked up. Goods already carried stay with the courier until staff settle it.
 */
async function applyUser(tx: DeliveryTransaction, user: UserState): Promise<void> {
  await putUser(tx.db, user);
  if (user.status === 'ACTIVE' && user.roles.includes('courier')) return;
  const courier = await loadCourier(tx.db, user.userId);
  if (!courier?.isOnShift) return;
  const { courierId } = courier;
  const inHand = await loadDeliveriesInHand(tx.db, courierId);
  const waiting = inHand.filter(({ status }) => isOneOf(status, beforePickUp)).map((one) => one.deliveryId);
  // Each gives the courier room before the next is locked: a deadlock is possible, rare, and tried again.
  for (const deliveryId of waiting.sort()) {
    await giveBack(tx, { deliveryId, courierId, detail: 'The courier left.' });
  }
  await withdrawOffersOfCourier(tx.db, courierId);
  await endShift(tx.db, courierId, { anyway: true });
}

/** Each event of a user carries the whole state: the newest is what counts, whatever its type. */
export function usersHandlers(): Handlers {
  const apply = ({ data }: { data: { user: UserState } }, tx: DeliveryTransaction): Promise<void> =>
    applyUser(tx, data.user);
  return {
    'user.registered': apply,
    'user.login': apply,
    'user.updated': apply,
    'user.address.added': apply,
    'user.address.updated': apply,
    'user.address.removed': apply,
    'user.roles_changed': apply,
    'user.session_revoked': apply,
    'user.deleted': apply,
  };
}
