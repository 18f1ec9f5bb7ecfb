import type { EventData } from '@nakku/contracts';
import type { ConsumerHandlers } from '@nakku/messaging';
import type { Transaction } from '@nakku/platform';
import { projectProduct } from '../../app/projectProduct.ts';
import type { Tx } from '../../store/database.ts';

const follow = ({ data: { product } }: { data: EventData<'product.updated'> }, tx: Transaction<Tx>) =>
  projectProduct(tx, { product, isWithdrawn: product.status === 'ARCHIVED' });

/** The catalogue, as far as it allows an order or a substitute. */
export const productHandlers: ConsumerHandlers<Tx> = {
  'product.created': follow,
  'product.updated': follow,
  'product.deleted': ({ data: { product } }, tx) => projectProduct(tx, { product, isWithdrawn: true }),
};
