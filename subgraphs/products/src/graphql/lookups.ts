import { idInput } from '@nakku/graphql-kit';
import { GraphQLError } from 'graphql';
import type { Category } from '../domain/category.ts';
import type { Product } from '../domain/product.ts';
import type { CategoryBy, ProductBy } from '../generated/graphql.ts';
import type { Loaders } from './context.ts';

/**
 * The one field that a `@oneOf` input names. Composition does not know the directive yet, so it is enforced here.
 * @throws GraphQLError BAD_USER_INPUT unless exactly one field is given, and is not null
 */
function oneOf<Field extends string>(
  argument: string,
  input: { readonly [Name in Field]?: string | null },
): { readonly field: Field; readonly value: string } {
  const given = Object.entries<string | null | undefined>(input).filter(([, value]) => value !== undefined);
  const [first] = given;
  if (given.length !== 1 || first === undefined || first[1] == null) {
    throw new GraphQLError(`Exactly one field of \`${argument}\` must be given.`, {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  }
  const [field, value] = first;
  return { field: field as Field, value };
}

/** An ID in its canonical form; null if it can be none of ours. */
export function knownId(text: string): string | null {
  const parsed = idInput.safeParse(text);
  return parsed.success ? parsed.data : null;
}

/** Archived products too: old orders show them. */
export async function findProduct(by: ProductBy, loaders: Loaders): Promise<Product | null> {
  const { field, value } = oneOf<'id' | 'slug' | 'sku'>('by', by);
  if (field === 'slug') return loaders.productBySlug.load(value);
  if (field === 'sku') return loaders.productBySku.load(value);
  const id = knownId(value);
  return id === null ? null : loaders.product.load(id);
}

/** `argument` is the one that `by` is the value of. */
export async function findCategory(
  argument: string,
  by: CategoryBy,
  loaders: Loaders,
): Promise<Category | null> {
  const { field, value } = oneOf<'id' | 'slug'>(argument, by);
  if (field === 'slug') return loaders.categoryBySlug.load(value);
  const id = knownId(value);
  return id === null ? null : loaders.category.load(id);
}
