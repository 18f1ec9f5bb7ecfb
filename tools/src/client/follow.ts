import type { Client } from 'graphql-ws';
import { z } from 'zod';
import { read } from './api.ts';
import { OperationFailed, failedBy, graphqlErrorSchema, unreachable } from './failures.ts';
import type { Subscription } from './operation.ts';
import { pauseBefore, rest } from './patience.ts';

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
export async function* follow<Variables extends Readonly<Record<string, unknown>>, Data>(
  client: Client,
  operation: Subscription<Variables, Data>,
  variables: Variables,
  o: FollowOptions<Data>,
): AsyncGenerator<Data, void, undefined> {
  let after: string | undefined;
  for (let failures = 0; !o.signal.aborted; failures += 1) {
    try {
      const given = after === undefined ? variables : { ...variables, after };
      for await (const data of messages(client, operation, given, o.signal)) {
        failures = 0;
        after = o.cursorOf?.(data);
        yield data;
      }
      if (o.signal.aborted) return;
      throw unreachable(operation.name, new Error('the server completed the stream'));
    } catch (error) {
      if (o.signal.aborted) return;
      if (!(error instanceof OperationFailed) || !error.isTransient) throw error;
      o.onBreak?.(error);
      await rest(pauseBefore(failures), o.signal).catch(() => undefined);
    }
  }
}

/** One subscription on one socket, until it ends. */
async function* messages<Data>(
  client: Client,
  operation: Subscription<never, Data>,
  variables: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
): AsyncGenerator<Data, void, undefined> {
  const { name, document } = operation;
  const stream = client.iterate({ query: document, variables: { ...variables }, operationName: name });
  const end = (): void => void stream.return?.();
  signal.addEventListener('abort', end, { once: true });
  try {
    for (;;) {
      const next = await stream.next().catch((error: unknown) => {
        throw failureOf(name, error);
      });
      if (next.done) return;
      const { data, errors } = next.value;
      // Partial data is the caller's matter: the shape says what must be there.
      if (!data) throw failureOf(name, errors);
      yield read(operation, data);
    }
  } finally {
    signal.removeEventListener('abort', end);
    await stream.return?.();
  }
}

function failureOf(name: string, error: unknown): OperationFailed {
  if (error instanceof OperationFailed) return error;
  const errors = z.array(graphqlErrorSchema).safeParse(JSON.parse(JSON.stringify(error ?? null)));
  if (errors.success) return failedBy(name, errors.data);
  const closed = z.object({ code: z.number(), reason: z.string() }).safeParse(error);
  if (closed.success)
    return unreachable(name, new Error(`closed with ${closed.data.code} ${closed.data.reason}`));
  return unreachable(name, error);
}
