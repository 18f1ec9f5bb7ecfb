import type { DuplicateError } from '../generated/graphql.ts';

/** `what` is taken by another product or category. */
export function duplicate(
  path: string[],
  what: string,
): DuplicateError & { readonly __typename: 'DuplicateError' } {
  return {
    __typename: 'DuplicateError',
    message: `This ${what} is taken.`,
    code: 'DUPLICATE',
    path,
  };
}
