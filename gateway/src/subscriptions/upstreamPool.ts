/** What the pool needs to know of a connection. */
export interface PooledConnection {
  /** Subscriptions that it carries. */
  readonly load: number;
  readonly isOpen: boolean;
}

/** The connections to one subgraph: few, whatever the number of subscriptions, and more than one where there are replicas. */
export class UpstreamPool<Connection extends PooledConnection> {
  readonly #connect: () => Connection;
  readonly #max: number;
  readonly #connections: Connection[] = [];

  constructor(connect: () => Connection, max: number) {
    this.#connect = connect;
    this.#max = max;
  }

  get all(): readonly Connection[] {
    return this.#connections;
  }

  /** How many are open. */
  get open(): number {
    return this.#connections.filter(({ isOpen }) => isOpen).length;
  }

  /** The one for the next subscription: idle, else new if there may be more, else that with the fewest. */
  next(): Connection {
    const [least] = [...this.#connections].sort((one, other) => one.load - other.load);
    if (least && (least.load === 0 || this.#connections.length >= this.#max)) return least;
    const connection = this.#connect();
    this.#connections.push(connection);
    return connection;
  }
}
