import type { ConsumerHandlers, ProductState, Transaction } from '@nakku/events';
import { projectProduct } from '../../app/project.ts';
import type { Tx } from '../../store/database.ts';

const product = ({ data }: { readonly data: { readonly product: ProductState } }, tx: Transaction<Tx>) =>
  projectProduct(tx, data.product);

export const productHandlers: ConsumerHandlers<Tx> = {
  'product.created': product,
  'product.updated': product,
  'product.deleted': product,
};
