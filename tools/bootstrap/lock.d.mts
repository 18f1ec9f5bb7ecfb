import type { ProcessIdentity } from './processIdentity.mjs';

export interface Holder extends ProcessIdentity {
  /** When the lock was taken (ISO 8601). */
  readonly since: string;
  readonly command: string;
  readonly released: boolean;
  /** A process that keeps the lock as well, also after its holder died. */
  readonly child?: ProcessIdentity;
}

export type LockResult =
  | {
      readonly kind: 'taken';
      /** From now on the lock is held until this process has ended too. */
      extendTo(child: ProcessIdentity): void;
      release(): void;
    }
  | { readonly kind: 'held'; readonly by: Holder };

/** Who holds the lock now; undefined when it is free or its holder died. */
export declare function lockHolder(state: string, name: string): Holder | undefined;

/** Takes a lock that survives its holder's death without anyone ever deleting a live one. */
export declare function takeLock(state: string, name: string): LockResult;
