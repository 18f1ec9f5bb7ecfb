import type { GraphQLFormattedError } from 'graphql';
import { errorOf } from '../../request/results.ts';

/** A value that was made null because it does not fit the schema, and where. */
export interface Completion {
  /** `null`: it was missing under a non-null type. `invalid`: it was there, and of no type that is allowed. */
  readonly kind: 'null' | 'invalid';
  readonly message: string;
  readonly path: Path;
}

type Path = readonly (string | number)[];

/**
 * Field errors for what shaping made null (specification 6.4.4): a null under a non-null type, a value or a type that
 * the schema does not know. A null needs no second error: not where authorization took something out, and not where
 * the error stands already that a subgraph raised there, above or below.
 *
 * @param denied of authorization. In the paths of both lists `@` stands for every item of a list.
 */
export function completionErrors(
  completions: readonly Completion[],
  denied: readonly GraphQLFormattedError[],
  raised: readonly GraphQLFormattedError[],
): GraphQLFormattedError[] {
  return completions
    .filter(({ kind, path }) => {
      if (denied.some((one) => isOnTheWay(one.path, path))) return false;
      return kind === 'invalid' || !raised.some((one) => isOnTheWay(one.path, path));
    })
    .map(({ message, path }) => errorOf('INTERNAL_SERVER_ERROR', message, { path }));
}

/** Whether one path begins with the other. */
function isOnTheWay(known: Path | undefined, path: Path): boolean {
  if (known === undefined || known.length === 0) return false;
  const length = Math.min(known.length, path.length);
  for (let i = 0; i < length; i += 1) {
    if (known[i] !== path[i] && !(known[i] === '@' && typeof path[i] === 'number')) return false;
  }
  return true;
}
