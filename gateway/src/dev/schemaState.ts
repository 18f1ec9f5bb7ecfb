import type { SchemaProblem } from '../supergraph/problems.ts';

/** What a developer wants to know of the schema right now. */
export interface SchemaState {
  /** Grows with each change of the rest. */
  readonly version: number;
  /** What is wrong with the files; empty if they compose. */
  readonly problems: readonly SchemaProblem[];
  /** Subgraphs that do not serve yet what their files say. */
  readonly waitingFor: readonly string[];
  /** Id of the supergraph that serves. */
  readonly supergraph: string;
}

/** The state of the schema, with news of it for those who wait. */
export interface SchemaNews {
  current(): SchemaState;
  /** Takes over what differs, and tells everybody who waits. */
  set(change: Partial<Omit<SchemaState, 'version'>>): void;
  /** The state as soon as its version is not `known` any more, at the latest after `timeoutMs`. */
  next(known: number, timeoutMs: number): Promise<SchemaState>;
  /** Responds to everybody who waits. */
  close(): void;
}

/** @param supergraph id of the supergraph that serves at first */
export function createSchemaNews(supergraph: string): SchemaNews {
  let state: SchemaState = { version: 1, problems: [], waitingFor: [], supergraph };
  const waiting = new Set<() => void>();
  const notify = () => {
    for (const wake of waiting) wake();
  };
  return {
    current: () => state,
    set(change) {
      const changed = { ...state, ...change };
      if (JSON.stringify(changed) === JSON.stringify(state)) return;
      state = { ...changed, version: state.version + 1 };
      notify();
    },
    async next(known, timeoutMs) {
      if (state.version === known) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(() => wake(), timeoutMs);
          const wake = () => {
            clearTimeout(timer);
            waiting.delete(wake);
            resolve();
          };
          waiting.add(wake);
        });
      }
      return state;
    },
    close: notify,
  };
}
