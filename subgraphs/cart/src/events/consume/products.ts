import type { ProductState } from '@nakku/contracts';
import type { ConsumerHandlers } from '@nakku/messaging';
import type { Transaction } from '@nakku/platform';
import { projectProduct } from '../../app/project.ts';
import type { Tx } from '../../store/database.ts';

const product = ({ data }: { readonly data: { readonly product: ProductState } }, tx: Transaction<Tx>) =>
  projectProduct(tx, data.product);

export const productHandlers: ConsumerHandlers<Tx> = {
  'product.created': product,
  'product.updated': product,
  'product.deleted': product,
};
