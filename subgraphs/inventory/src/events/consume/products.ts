import type { ProductState } from '@nakku/contracts';
import type { ConsumerHandlers } from '@nakku/messaging';
import type { StockTransaction } from '../../app/deps.ts';
import { projectProduct } from '../../app/projectProduct.ts';
import type { Tx } from '../../store/database.ts';

const product = ({ data }: { readonly data: { readonly product: ProductState } }, tx: StockTransaction) =>
  projectProduct(tx, data.product);

export const productHandlers: ConsumerHandlers<Tx> = {
  'product.created': product,
  'product.updated': product,
  'product.deleted': product,
};
