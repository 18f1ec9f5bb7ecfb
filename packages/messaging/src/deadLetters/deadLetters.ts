/** An event that could not be applied, kept with all that is needed to apply it later. */
export interface DeadLetter {
  readonly id: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: string;
  /** Null when the message was too broken to tell. */
  readonly type: string | null;
  readonly eventId: string | null;
  readonly sequence: number | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: string;
  readonly reason: 'malformed' | 'poison';
  readonly error: string;
  readonly attempts: number;
  readonly status: 'open' | 'redriven' | 'discarded';
  readonly createdAt: Date;
  readonly closedAt: Date | null;
  /** Events of the same key that wait behind it. */
  readonly parkedBehind: number;
}

/**
 * - `applied`: its effect is committed now, and `parked` later events of its key were applied after it.
 * - `superseded`: a newer event of its key was applied meanwhile, there was nothing left to do.
 * - `failed`: it failed again and stays open.
 * - `not_open`: re-driven or discarded before, or unknown.
 */
export type RedriveResult =
  | { readonly kind: 'applied'; readonly parked: number }
  | { readonly kind: 'superseded' }
  | { readonly kind: 'failed'; readonly error: string }
  | { readonly kind: 'not_open' };

/** What an operator can do about dead letters. */
export interface DeadLetters {
  /** Newest first; `before` is the id of the last one of the page before. */
  list(o?: { status?: DeadLetter['status']; limit?: number; before?: string }): Promise<DeadLetter[]>;
  get(id: string): Promise<DeadLetter | undefined>;
  /** Applies it now (once: a second call returns `not_open`), then what is parked behind it. */
  redrive(id: string): Promise<RedriveResult>;
  /** Gives it up: its key goes on without it. False when it was not open. */
  discard(id: string): Promise<boolean>;
}
