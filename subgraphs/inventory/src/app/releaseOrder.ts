import { lockReservation } from '../store/reservations.ts';
import type { StockTransaction } from './deps.ts';
import { releaseReservations } from './releaseReservations.ts';

/** Gives back what a cancelled order holds; one that holds nothing is left alone. */
export async function releaseOrder(tx: StockTransaction, orderId: string): Promise<void> {
  const reservation = await lockReservation(tx.db, orderId);
  if (reservation !== null) await releaseReservations(tx, [reservation], 'RELEASED');
}
