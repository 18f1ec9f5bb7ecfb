/**
 * The user errors that every subgraph shares (schema/shared/errors.graphql). `path` is from the mutation's root.
 */

/** A user error of the schema's type `Type`. */
export interface UserErrorOf<Type extends string, Code extends string> {
  readonly __typename: Type;
  readonly message: string;
  readonly code: Code;
  readonly errorCode: Code;
  readonly path: string[];
}

export type InvalidInput<Code extends string = 'INVALID_INPUT'> = UserErrorOf<'InvalidInputError', Code>;
export type NotFound = UserErrorOf<'NotFoundError', 'NOT_FOUND'>;
export type VersionConflict = UserErrorOf<'VersionConflictError', 'VERSION_CONFLICT'> & {
  readonly currentVersion: number;
};
export type IdempotencyKeyReused = UserErrorOf<'IdempotencyKeyReusedError', 'IDEMPOTENCY_KEY_REUSED'>;
export type RequestInFlight = UserErrorOf<'RequestInFlightError', 'REQUEST_IN_FLIGHT'>;

/**
 * A user error of the schema's type `type`. `code` is a value of `UserErrorCode`, which the service's generated types
 * check; it is also what the deprecated field of that name says. `message` is for people, plain English.
 */
export function userError<Type extends string, Code extends string>(
  type: Type,
  code: Code,
  path: readonly string[],
  message: string,
): UserErrorOf<Type, Code> {
  return { __typename: type, message, code, errorCode: code, path: [...path] };
}

/** `message` names the field and its bound. */
export function invalidInput(path: readonly string[], message: string): InvalidInput;
/** `code` is more specific than `INVALID_INPUT`. */
export function invalidInput<Code extends string>(
  path: readonly string[],
  message: string,
  code: Code,
): InvalidInput<Code>;
export function invalidInput(
  path: readonly string[],
  message: string,
  code = 'INVALID_INPUT',
): InvalidInput<string> {
  return userError('InvalidInputError', code, path, message);
}

/** A foreign object and a missing one return this same error. `what` is for people, for example "order". */
export function notFound(path: readonly string[], what: string): NotFound {
  return userError('NotFoundError', 'NOT_FOUND', path, `There is no such ${what}.`);
}

/** The `expectedVersion` of the input is not `currentVersion`. `path` leads to that input field. */
export function versionConflict(path: readonly string[], currentVersion: number): VersionConflict {
  const message = `It was changed meanwhile: its version is ${currentVersion} now.`;
  return { ...userError('VersionConflictError', 'VERSION_CONFLICT', path, message), currentVersion };
}

/** The user error of an idempotent mutation that neither ran nor was refused. `path` leads to the key. */
export function idempotencyError(
  kind: 'key_reused' | 'in_flight',
  path: readonly string[],
): IdempotencyKeyReused | RequestInFlight {
  return kind === 'key_reused'
    ? userError(
        'IdempotencyKeyReusedError',
        'IDEMPOTENCY_KEY_REUSED',
        path,
        'This idempotency key was used before with other variables.',
      )
    : userError(
        'RequestInFlightError',
        'REQUEST_IN_FLIGHT',
        path,
        'The first call with this idempotency key is still running: retry in a moment.',
      );
}
