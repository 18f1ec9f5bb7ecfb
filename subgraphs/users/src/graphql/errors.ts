import { userError } from '@nakku/graphql-kit';
import type { LoginCounted } from '../app/ports.ts';

/** Constructors of the user errors of users. `path` is from the mutation's root. */

type Refusal = Exclude<LoginCounted, { kind: 'allowed' }>;

export function tooManyAttempts({ retryAfterSeconds }: Extract<Refusal, { kind: 'limited' }>) {
  return {
    ...userError(
      'TooManyAttemptsError',
      'TOO_MANY_ATTEMPTS',
      [],
      `Too many attempts. Try again in ${retryAfterSeconds} seconds.`,
    ),
    retryAfterSeconds,
  };
}

function loginUnavailable() {
  return userError(
    'LoginUnavailableError',
    'LOGIN_UNAVAILABLE',
    [],
    'Login is temporarily unavailable. Try again soon.',
  );
}

/** Why a password was not even compared. */
export function loginRefused(refusal: Refusal) {
  return refusal.kind === 'limited' ? tooManyAttempts(refusal) : loginUnavailable();
}

export function invalidCredentials(path: string[]) {
  return userError('InvalidCredentialsError', 'INVALID_CREDENTIALS', path, 'Invalid email or password.');
}

export function invalidRefreshToken() {
  return userError(
    'InvalidRefreshTokenError',
    'INVALID_REFRESH_TOKEN',
    ['refreshToken'],
    'Invalid refresh token. Log in again.',
  );
}

export function emailTaken() {
  return userError(
    'EmailTakenError',
    'EMAIL_TAKEN',
    ['input', 'email'],
    'An account with this email already exists.',
  );
}

export function addressLimitReached(limit: number) {
  return {
    ...userError(
      'LimitReachedError',
      'LIMIT_REACHED',
      ['input'],
      `An account can have at most ${limit} addresses.`,
    ),
    limit,
  };
}

export function openOrders(path: string[], count: number) {
  return {
    ...userError(
      'OpenOrdersError',
      'OPEN_ORDERS',
      path,
      'The account has open orders. Wait until they are completed, or cancel them.',
    ),
    openOrderCount: count,
  };
}

/** `message` says what an administrator cannot do to the own account. */
export function ownAccount(message: string, path = ['userId']) {
  return userError('OwnAccountError', 'OWN_ACCOUNT', path, message);
}
