import type { EventData } from '@nakku/contracts';
import type { ConsumerHandlers } from '@nakku/messaging';
import type { Transaction } from '@nakku/platform';
import { withdrawProduct } from '../../app/withdrawProduct.ts';
import type { Tx } from '../../store/database.ts';

const follow = ({ data: { product } }: { data: EventData<'product.updated'> }, tx: Transaction<Tx>) =>
  withdrawProduct(tx, { productId: product.productId, isWithdrawn: product.status === 'ARCHIVED' });

/** The catalogue, as far as it forbids an order: products that are withdrawn from sale. */
export const productHandlers: ConsumerHandlers<Tx> = {
  'product.created': follow,
  'product.updated': follow,
  'product.deleted': ({ data: { product } }, tx) =>
    withdrawProduct(tx, { productId: product.productId, isWithdrawn: true }),
};
