/** A message of a subscription, as both libraries give it. */
export interface Message {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: Readonly<Record<string, unknown>>;
  }[];
}

interface Request {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

interface Sink {
  next(message: Message): void;
  error(error: unknown): void;
  complete(): void;
}

/** A client of `graphql-ws` or `graphql-sse`, created with `retryAttempts: Infinity`. */
export interface SubscribingClient {
  subscribe(request: { query: string; variables: Record<string, unknown> }, sink: Sink): () => void;
}

/** Codes of a stream that was ended because of its connection: the subscription goes on over another. */
const comeBackAfter = new Set<unknown>(['SLOW_CONSUMER', 'UNAUTHENTICATED']);

/**
 * Follows a subscription marked `@resumable` through every break, each step once and in order. The query declares
 * `$after: Cursor`, passes it as `after`, and selects `cursor`. Returns what ends it.
 *
 * Both libraries send the same request again when they reconnect, so the cursor is kept up to date in its variables.
 */
export function follow(client: SubscribingClient, request: Request, sink: Sink): () => void {
  const variables: Record<string, unknown> = { ...request.variables };
  let ended = false;
  let end = begin();
  return () => {
    ended = true;
    end();
  };

  function begin(): () => void {
    let comesBack = false;
    return client.subscribe(
      { query: request.query, variables },
      {
        next(message) {
          comesBack = !message.data && isOfConnection(message);
          if (comesBack) return;
          variables.after = cursorOf(message) ?? variables.after;
          sink.next(message);
        },
        error: (error) => sink.error(error),
        complete() {
          if (comesBack && !ended) end = begin();
          else sink.complete();
        },
      },
    );
  }
}

function isOfConnection({ errors = [] }: Message): boolean {
  return errors.some(({ extensions }) => comeBackAfter.has(extensions?.code));
}

function cursorOf({ data }: Message): unknown {
  const [update] = Object.values(data ?? {});
  return typeof update === 'object' && update !== null && 'cursor' in update ? update.cursor : undefined;
}
