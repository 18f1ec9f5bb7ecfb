import type { ProductState } from '@nakku/contracts';
import type { ConsumerHandlers } from '@nakku/messaging';
import type { Transaction } from '@nakku/platform';
import { projectCategory, projectProduct } from '../../app/project.ts';
import type { Tx } from '../../store/database.ts';

const product = ({ data }: { readonly data: { readonly product: ProductState } }, tx: Transaction<Tx>) =>
  projectProduct(tx, data.product);

const category = (
  { data }: { readonly data: { readonly category: { categoryId: string; parentId: string | null } } },
  tx: Transaction<Tx>,
) => projectCategory(tx, data.category);

export const productHandlers: ConsumerHandlers<Tx> = {
  'product.created': product,
  'product.updated': product,
  'product.deleted': product,
  'category.created': category,
  'category.updated': category,
};
