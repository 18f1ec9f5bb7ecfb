/**
 * The user errors that every subgraph shares (schema/shared/errors.graphql). `path` is from the mutation's root.
 */

interface UserErrorOf<Type extends string> {
  readonly __typename: Type;
  readonly message: string;
  readonly code: string;
  readonly path: string[];
}

export type InvalidInput = UserErrorOf<'InvalidInputError'>;
export type NotFound = UserErrorOf<'NotFoundError'>;
export type VersionConflict = UserErrorOf<'VersionConflictError'> & { readonly currentVersion: number };
export type IdempotencyKeyReused = UserErrorOf<'IdempotencyKeyReusedError'>;
export type RequestInFlight = UserErrorOf<'RequestInFlightError'>;

/** `message` names the field and its bound. */
export function invalidInput(path: readonly string[], message: string, code = 'INVALID_INPUT'): InvalidInput {
  return { __typename: 'InvalidInputError', message, code, path: [...path] };
}

/** A foreign object and a missing one: both give this answer. `what` is for people, for example "order". */
export function notFound(path: readonly string[], what: string): NotFound {
  return {
    __typename: 'NotFoundError',
    message: `There is no such ${what}.`,
    code: 'NOT_FOUND',
    path: [...path],
  };
}

export function versionConflict(path: readonly string[], currentVersion: number): VersionConflict {
  return {
    __typename: 'VersionConflictError',
    message: `It was changed meanwhile: its version is ${currentVersion} now.`,
    code: 'VERSION_CONFLICT',
    path: [...path],
    currentVersion,
  };
}

/** The user error of an idempotent mutation that neither ran nor was refused. `path` leads to the key. */
export function idempotencyError(
  kind: 'key_reused' | 'in_flight',
  path: readonly string[],
): IdempotencyKeyReused | RequestInFlight {
  return kind === 'key_reused'
    ? {
        __typename: 'IdempotencyKeyReusedError',
        message: 'This idempotency key was used before with other variables.',
        code: 'IDEMPOTENCY_KEY_REUSED',
        path: [...path],
      }
    : {
        __typename: 'RequestInFlightError',
        message: 'The first call with this idempotency key is still running: ask again in a moment.',
        code: 'REQUEST_IN_FLIGHT',
        path: [...path],
      };
}
