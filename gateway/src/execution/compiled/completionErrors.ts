import type { GraphQLFormattedError } from 'graphql';
import { errorOf } from '../../request/results.ts';

/** A value that was made null because it does not fit the schema, and where. */
export interface Completion {
  readonly message: string;
  readonly path?: readonly (string | number)[] | undefined;
}

/**
 * Field errors for what shaping made null (specification 6.4.4): a null under a non-null type, a value or a type that the
 * schema does not know. What authorization took out is null for a reason that the client hears already.
 *
 * @param denied paths of authorization, with `@` for every item of a list
 */
export function completionErrors(
  completions: readonly Completion[],
  denied: readonly GraphQLFormattedError[],
): GraphQLFormattedError[] {
  return completions
    .filter(({ path = [] }) => !denied.some((one) => isOnTheWay(one.path ?? [], path)))
    .map(({ message, path }) =>
      errorOf('INTERNAL_SERVER_ERROR', message, path === undefined ? {} : { path: [...path] }),
    );
}

function isOnTheWay(denied: readonly (string | number)[], path: readonly (string | number)[]): boolean {
  const length = Math.min(denied.length, path.length);
  return path
    .slice(0, length)
    .every((key, i) => key === denied[i] || (denied[i] === '@' && typeof key === 'number'));
}
