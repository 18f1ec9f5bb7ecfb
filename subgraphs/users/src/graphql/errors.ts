import type { Counted, LoginCounted } from '../security/attemptLimits.ts';

/** The user errors of users that more than one mutation gives. */

function tooManyAttempts(retryAfterSeconds: number) {
  return {
    __typename: 'TooManyAttemptsError' as const,
    message: `Too many attempts: try again in ${retryAfterSeconds} seconds.`,
    code: 'TOO_MANY_ATTEMPTS',
    path: [],
    retryAfterSeconds,
  };
}

function loginUnavailable() {
  return {
    __typename: 'LoginUnavailableError' as const,
    message: 'The login cannot be checked just now: try again soon.',
    code: 'LOGIN_UNAVAILABLE',
    path: [],
  };
}

/** The refusal of an attempt that may not go on; null if it may. */
export function attemptError(counted: Counted) {
  return counted.kind === 'limited' ? tooManyAttempts(counted.retryAfterSeconds) : null;
}

/** The same for one to log in. */
export function loginError(counted: LoginCounted) {
  return counted.kind === 'unknown' ? loginUnavailable() : attemptError(counted);
}

export function invalidCredentials(path: string[]) {
  return {
    __typename: 'InvalidCredentialsError' as const,
    message: 'E-mail address and password do not belong together.',
    code: 'INVALID_CREDENTIALS',
    path,
  };
}

/** Nobody changes their own rights. */
export function ownAccount() {
  return {
    __typename: 'OwnAccountError' as const,
    message: 'Nobody changes the rights of the own account: ask another admin.',
    code: 'OWN_ACCOUNT',
    path: ['userId'],
  };
}
