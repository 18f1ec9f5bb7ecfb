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
        error(error) {
          const seconds = retryAfterSeconds(error);
          if (seconds === undefined || ended) return sink.error(error);
          // Not all at once: whoever was refused together would be refused together again.
          const timer = setTimeout(() => (end = begin()), 1_000 * seconds * (1 + Math.random()));
          end = () => clearTimeout(timer);
        },
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

/** When a refusal may be tried again: a budget comes back, a queue empties. Undefined: no other try helps. */
function retryAfterSeconds(error: unknown): number | undefined {
  const errors: readonly { extensions?: { retryAfterSeconds?: unknown } }[] = Array.isArray(error)
    ? error
    : [];
  const seconds = errors
    .map(({ extensions }) => Number(extensions?.retryAfterSeconds))
    .filter(Number.isFinite);
  return seconds.length > 0 ? Math.max(...seconds) : undefined;
}

function cursorOf({ data }: Message): unknown {
  const [update] = Object.values(data ?? {});
  return typeof update === 'object' && update !== null && 'cursor' in update ? update.cursor : undefined;
}
