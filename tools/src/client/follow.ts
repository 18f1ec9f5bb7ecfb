import { GraphqlFailed, messages, resumed } from '@nakku/client';
import type { Client } from 'graphql-ws';
import { z } from 'zod';
import { read } from './api.ts';
import { OperationFailed, failedBy, graphqlErrorSchema, isTransient, unreachable } from './failures.ts';
import type { Subscription } from './operation.ts';
import { MAX_PAUSE_MS } from './retry.ts';

export interface FollowOptions<Data> {
  /** Ends the stream. */
  readonly signal: AbortSignal;
  /** Of a `@resumable` subscription: where to go on after this message, given back as the variable `after`. */
  readonly cursorOf?: (data: Data) => string;
  /** Each time that the stream broke and is taken up again. */
  readonly onBreak?: (because: OperationFailed) => void;
}

/**
 * Follows a subscription for ever: when it breaks it is taken up again, a resumable one where it stopped, any other
 * with its snapshot.
 * @throws OperationFailed when repetition does not help: no right (any more), a cursor that is not accepted
 */
export function follow<Variables extends Readonly<Record<string, unknown>>, Data>(
  socket: Client,
  operation: Subscription<Variables, Data>,
  variables: Variables,
  o: FollowOptions<Data>,
): AsyncGenerator<Data, void, undefined> {
  const { cursorOf, onBreak } = o;
  return resumed<Data>({
    signal: o.signal,
    ...(cursorOf ? { cursorOf } : {}),
    subscribe: (after, signal) =>
      shaped(socket, operation, after === undefined ? variables : { ...variables, after }, signal),
    mayPass: isTransient,
    onBreak: (because) => onBreak?.(failureOf(operation.name, because)),
    maxPauseMs: MAX_PAUSE_MS,
  });
}

/** One subscription until it ends, its messages read. Partial data is the caller's matter: the shape says what must be there. */
async function* shaped<Data>(
  socket: Client,
  operation: Subscription<never, Data>,
  variables: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
): AsyncGenerator<Data, void, undefined> {
  const { name, document } = operation;
  try {
    const payload = { query: document, variables, operationName: name };
    for await (const data of messages<unknown>(socket, payload, signal)) yield read(operation, data);
  } catch (error) {
    throw failureOf(name, error);
  }
}

function failureOf(name: string, error: unknown): OperationFailed {
  if (error instanceof OperationFailed) return error;
  if (error instanceof GraphqlFailed)
    return failedBy(name, z.array(graphqlErrorSchema).parse(JSON.parse(JSON.stringify(error.errors))));
  const closed = z.object({ code: z.number(), reason: z.string() }).safeParse(error);
  if (closed.success)
    return unreachable(name, new Error(`closed with ${closed.data.code} ${closed.data.reason}`));
  return unreachable(name, error);
}
