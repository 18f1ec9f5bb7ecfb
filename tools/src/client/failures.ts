import { isPermanent } from '@nakku/client';
import { z } from 'zod';

/** An operation of the public API that did not succeed; the message names operation and code. */
export class OperationFailed extends Error {
  readonly operation: string;
  /** Of the first error; `UNREACHABLE` when no response came. */
  readonly code: string;
  /** Whether the same call may succeed in a moment: a service is away, a token ended. */
  readonly isTransient: boolean;

  constructor(o: { operation: string; code: string; detail: string; isTransient: boolean; cause?: unknown }) {
    super(`${o.operation}: ${o.code}: ${o.detail}`, { cause: o.cause });
    this.name = 'OperationFailed';
    this.operation = o.operation;
    this.code = o.code;
    this.isTransient = o.isTransient;
  }
}

/** A mutation that responded with `userErrors`. */
export class Refused extends OperationFailed {
  readonly userErrors: readonly RefusedBecause[];

  constructor(operation: string, userErrors: readonly [RefusedBecause, ...RefusedBecause[]]) {
    const [{ code }] = userErrors;
    const detail = userErrors.map((error) => [...error.path, error.message].join(' ')).join('; ');
    super({ operation, code, detail, isTransient: TRANSIENT_REFUSALS.has(code) });
    this.name = 'Refused';
    this.userErrors = userErrors;
  }
}

export const userErrorSchema = z.looseObject({
  __typename: z.string(),
  message: z.string(),
  code: z.string(),
  path: z.array(z.string()),
});
export type RefusedBecause = z.infer<typeof userErrorSchema>;

/** The first call still runs; the login cannot be checked while Redis is away. */
const TRANSIENT_REFUSALS = new Set(['REQUEST_IN_FLIGHT', 'LOGIN_UNAVAILABLE']);

export const graphqlErrorSchema = z.looseObject({
  message: z.string(),
  path: z.array(z.union([z.string(), z.number()])).optional(),
  extensions: z.looseObject({ code: z.string().optional(), reason: z.string().optional() }).optional(),
});
type GraphqlError = z.infer<typeof graphqlErrorSchema>;

/** The exception for top-level errors of an response. */
export function failedBy(operation: string, errors: readonly GraphqlError[]): OperationFailed {
  const [first] = errors;
  const code = first?.extensions?.code ?? 'NO_CODE';
  const where = first?.path ? ` at ${first.path.join('.')}` : '';
  const detail = `${first?.message ?? 'no error given'}${where}`;
  return new OperationFailed({ operation, code, detail, isTransient: !isPermanent(code) });
}

/** The exception for a call that got no response, or none in GraphQL. */
export function unreachable(operation: string, cause: unknown): OperationFailed {
  const detail = cause instanceof Error ? cause.message || cause.name : String(cause);
  return new OperationFailed({ operation, code: 'UNREACHABLE', detail, isTransient: true, cause });
}

export const isTransient = (error: unknown): boolean => error instanceof OperationFailed && error.isTransient;

/** Whether a mutation was refused with one of these codes. */
export const isRefused = (error: unknown, ...codes: string[]): error is Refused =>
  error instanceof Refused && codes.includes(error.code);
