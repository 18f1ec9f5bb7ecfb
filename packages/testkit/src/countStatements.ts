import pg from 'pg';

/** Counts what this process sends to PostgreSQL. */
export interface StatementCount {
  /** The texts since the last call, by what `workOf` said that they are for. */
  take(): ReadonlyMap<string, readonly string[]>;
  /** Round trips of the one request or event that `work` leads to; relay and scheduler, woken by it, make one each. */
  roundTripsOf(work: () => Promise<unknown>): Promise<number>;
  stop(): void;
}

/** BEGIN and COMMIT travel with the statement beside them. */
const rides = new Set(['BEGIN', 'COMMIT']);

/**
 * Notes each round trip to PostgreSQL from now on. Call `stop` at the end.
 * @param workOf the request or event that something is done for at this moment; undefined: nobody's, it is not counted
 */
export function countStatements(workOf: () => string | undefined): StatementCount {
  const original = pg.Client.prototype.query;
  let texts = new Map<string, string[]>();
  function query(this: pg.Client, ...args: unknown[]): unknown {
    const [config] = args;
    const text: unknown = typeof config === 'string' ? config : Reflect.get(Object(config), 'text');
    const work = workOf();
    if (work !== undefined && typeof text === 'string' && !rides.has(text)) {
      texts.set(work, [...(texts.get(work) ?? []), text]);
    }
    return Reflect.apply(original, this, args);
  }
  Reflect.set(pg.Client.prototype, 'query', query);
  function take(): ReadonlyMap<string, readonly string[]> {
    const taken = texts;
    texts = new Map();
    return taken;
  }
  return {
    take,
    async roundTripsOf(work) {
      take();
      await work();
      return Math.max(...[...take().values()].map((made) => made.length));
    },
    stop: () => void Reflect.set(pg.Client.prototype, 'query', original),
  };
}
