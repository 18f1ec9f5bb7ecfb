import type { GraphQLFormattedError } from 'graphql';

/** What an operation returns, ready to be written as JSON. */
export interface OperationResult {
  readonly data?: unknown;
  readonly errors?: readonly GraphQLFormattedError[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** An operation that was not executed. */
export interface Refusal {
  readonly kind: 'refused';
  /** For transports that have one. 4xx. */
  readonly status: number;
  readonly errors: readonly GraphQLFormattedError[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** An error of ours with its code. */
export function errorOf(
  code: string,
  message: string,
  more: Omit<GraphQLFormattedError, 'message'> = {},
): GraphQLFormattedError {
  return { message, ...more, extensions: { code, ...more.extensions } };
}

export function refusal(
  status: number,
  code: string,
  message: string,
  extensions: Record<string, unknown> = {},
): Refusal {
  return { kind: 'refused', status, errors: [errorOf(code, message, { extensions })] };
}
