import type { GraphQLFormattedError } from 'graphql';

/** What an operation returns, ready to be written as JSON. */
export interface OperationResult {
  /** Plain data, or {@link WrittenData}. */
  readonly data?: unknown;
  readonly errors?: readonly GraphQLFormattedError[];
  readonly extensions?: Readonly<Record<string, unknown>>;
  /** How long its data is the same for every caller, as the subgraphs say, ms; absent: it is the caller's. */
  readonly publicMs?: number;
}

/** Data that is JSON already, in the shape of the client's operation. */
export class WrittenData {
  readonly json: string;
  /** Its actual cost, counted while it was written. */
  readonly cost: number;

  constructor(json: string, cost: number) {
    this.json = json;
    this.cost = cost;
  }

  /** The plain data, for whoever needs to look into it. */
  toJSON(): unknown {
    return JSON.parse(this.json);
  }
}

/** A result as the text that clients receive: errors first, so that a reader sees them before much data. */
export function resultText({ data, errors, extensions }: OperationResult): string {
  const json = data instanceof WrittenData ? data.json : (JSON.stringify(data) as string | undefined);
  const parts: string[] = [];
  if (errors !== undefined) parts.push(`"errors":${JSON.stringify(errors)}`);
  if (json !== undefined) parts.push(`"data":${json}`);
  if (extensions !== undefined) parts.push(`"extensions":${JSON.stringify(extensions)}`);
  return `{${parts.join(',')}}`;
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
