import type { LoginCounted } from '../app/ports.ts';

/** Constructors of the user errors of users. `path` is from the mutation's root. */

type Refusal = Exclude<LoginCounted, { kind: 'allowed' }>;

export function tooManyAttempts({ retryAfterSeconds }: Extract<Refusal, { kind: 'limited' }>) {
  return {
    __typename: 'TooManyAttemptsError' as const,
    message: `Too many attempts. Try again in ${retryAfterSeconds} seconds.`,
    code: 'TOO_MANY_ATTEMPTS',
    path: [],
    retryAfterSeconds,
  };
}

function loginUnavailable() {
  return {
    __typename: 'LoginUnavailableError' as const,
    message: 'Login is temporarily unavailable. Try again soon.',
    code: 'LOGIN_UNAVAILABLE',
    path: [],
  };
}

/** Why a password was not even compared. */
export function loginRefused(refusal: Refusal) {
  return refusal.kind === 'limited' ? tooManyAttempts(refusal) : loginUnavailable();
}

export function invalidCredentials(path: string[]) {
  return {
    __typename: 'InvalidCredentialsError' as const,
    message: 'Invalid email or password.',
    code: 'INVALID_CREDENTIALS',
    path,
  };
}

export function invalidRefreshToken() {
  return {
    __typename: 'InvalidRefreshTokenError' as const,
    message: 'Invalid refresh token. Log in again.',
    code: 'INVALID_REFRESH_TOKEN',
    path: ['refreshToken'],
  };
}

export function emailTaken() {
  return {
    __typename: 'EmailTakenError' as const,
    message: 'An account with this email already exists.',
    code: 'EMAIL_TAKEN',
    path: ['input', 'email'],
  };
}

export function addressLimitReached(limit: number) {
  return {
    __typename: 'LimitReachedError' as const,
    message: `An account can have at most ${limit} addresses.`,
    code: 'LIMIT_REACHED',
    path: ['input'],
    limit,
  };
}

export function openOrders(path: string[], count: number) {
  return {
    __typename: 'OpenOrdersError' as const,
    message: 'The account has open orders. Wait until they are completed, or cancel them.',
    code: 'OPEN_ORDERS',
    path,
    openOrderCount: count,
  };
}

/** `message` says what an administrator cannot do to the own account. */
export function ownAccount(message: string, path = ['userId']) {
  return { __typename: 'OwnAccountError' as const, message, code: 'OWN_ACCOUNT', path };
}
