export interface HostedSystem {
  /** What the tests need to know of it, see `system.ts`. */
  readonly address: Readonly<Record<string, unknown>>;
  /** Stops it and deletes its state. */
  stop(): Promise<void>;
}

/** Starts the whole system for tests, and a server through which they act on its supervisor. */
export function hostSystem(o?: { log?: (line: string) => void }): Promise<HostedSystem>;
