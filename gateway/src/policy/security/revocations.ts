import type { UserCaller } from '@nakku/identity';
import { waitUpTo } from '@nakku/platform';
import { gauge } from '@nakku/telemetry';
import type { Logger } from '@nakku/telemetry';
import { Redis } from 'ioredis';

/** A sorted set of what is revoked; the score is when the entry may be forgotten, epoch ms. */
export const REVOKED_SET = 'nakku:revoked';
/** Published on every change of the set: it need not wait for the next poll. */
export const REVOCATIONS_CHANNEL = 'nakku:revocations';

export interface Revocations {
  /** @param keyId of the key that signed the caller's token */
  isRevoked(caller: UserCaller, keyId: string | undefined): boolean;
  /** Called after each change of the set. */
  onChange(listener: () => void): void;
  /** Milliseconds since the set was last read. */
  age(): number;
  /** Resolves at the first reading, or after two seconds without one. */
  firstRead(): Promise<void>;
  stop(): void;
}

const pollEveryMs = 500;
const pollOwnerEveryMs = 2_000;
/** A gateway starts without Redis as well, but waits this long for a first reading. */
const firstReadingMs = 2_000;

/**
 * What users revoked, held in memory: `sid:<session>` a session, `user:<user>` all sessions, `rv:<user>:<version>`
 * every token of the user with an older role version, `kid:<key>` every token that this key signed. Fed by Redis' publish and a poll, and
 * more slowly by users itself, so that it is complete while Redis is away, full or read-only. While neither can be read
 * the set stays as it is, signatures are trusted until they expire, and `revocation_age_seconds` grows.
 */
export function watchRevocations(o: {
  redisUrl: string;
  prefix: string;
  /** Reads members and scores in turn from users, past Redis. */
  readOwner: () => Promise<readonly string[]>;
  log: Logger;
  now?: () => number;
}): Revocations {
  const now = o.now ?? Date.now;
  const entries = new RevokedEntries();
  const listeners: (() => void)[] = [];
  const options = {
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    commandTimeout: 2_000,
    connectTimeout: 2_000,
  };
  const retryStrategy = (attempt: number) => Math.min(50 * attempt, 500);
  const reader = new Redis(o.redisUrl, { ...options, retryStrategy });
  const listener = new Redis(o.redisUrl, { retryStrategy, maxRetriesPerRequest: null });
  let readAt = now();
  let reading: Promise<void> | undefined;
  let away = false;
  let everRead: () => void = () => undefined;
  const firstReading = new Promise<void>((resolve) => (everRead = resolve));
  gauge('revocation_age_seconds', 'Time since the set of revoked tokens was read', [], (metric) =>
    metric.set((now() - readAt) / 1_000),
  );

  async function read(): Promise<void> {
    const at = now();
    const flat = await reader.zrangebyscore(o.prefix + REVOKED_SET, at, '+inf', 'WITHSCORES');
    if (away) o.log.info('revocations are read again');
    away = false;
    take(flat, at);
  }

  function take(membersAndScores: readonly string[], at: number): void {
    readAt = now();
    everRead();
    const changed = entries.add(membersAndScores);
    entries.forgetBefore(at);
    if (changed) for (const changedListener of listeners) changedListener();
  }

  let isReadingOwner = false;
  async function readOwner(): Promise<void> {
    if (isReadingOwner) return;
    isReadingOwner = true;
    const at = now();
    try {
      take(await o.readOwner(), at);
    } catch (err) {
      o.log.debug({ err }, 'revocations cannot be read from users');
    } finally {
      isReadingOwner = false;
    }
  }

  function refresh(): Promise<void> {
    reading ??= read()
      .catch((err: unknown) => {
        if (!away)
          o.log.warn({ err }, 'revocations cannot be read from Redis: they are read from users, more slowly');
        away = true;
      })
      .finally(() => {
        reading = undefined;
      });
    return reading;
  }

  const poll = setInterval(() => void refresh(), pollEveryMs);
  const pollOwner = setInterval(() => void readOwner(), pollOwnerEveryMs);
  void readOwner();
  // The error of a lost connection is told once, by the poll.
  reader.on('error', () => undefined);
  listener.on('error', () => undefined);
  listener.on('message', () => {
    // One that is under way may have read before this entry was added.
    void (reading ?? Promise.resolve()).then(() => refresh());
  });
  reader.on('ready', () => void refresh());
  listener.subscribe(o.prefix + REVOCATIONS_CHANNEL).catch(() => undefined);

  return {
    isRevoked: (caller, keyId) => entries.has(caller, keyId, now()),
    onChange: (changed) => void listeners.push(changed),
    age: () => now() - readAt,
    async firstRead() {
      await waitUpTo(firstReadingMs, firstReading);
    },
    stop() {
      clearInterval(poll);
      clearInterval(pollOwner);
      reader.disconnect();
      listener.disconnect();
    },
  };
}

/** The set in memory. Entries only leave it when their time is over, so that a flushed Redis revokes nothing back. */
export class RevokedEntries {
  readonly #until = new Map<string, number>();
  /** user → the oldest role version that still counts. */
  readonly #roleVersions = new Map<string, { version: number; until: number }>();

  /** Adds members and scores in turn, as Redis lists them. Returns whether anything is new. */
  add(membersAndScores: readonly string[]): boolean {
    let changed = false;
    for (let i = 0; i + 1 < membersAndScores.length; i += 2) {
      const member = membersAndScores[i] ?? '';
      const until = Number(membersAndScores[i + 1]);
      if (!Number.isFinite(until)) continue;
      changed = this.#addOne(member, until) || changed;
    }
    return changed;
  }

  #addOne(member: string, until: number): boolean {
    const roles = /^rv:(.+):(\d+)$/.exec(member);
    if (roles?.[1] !== undefined) {
      const version = Number(roles[2]);
      const known = this.#roleVersions.get(roles[1]);
      if (known && known.version >= version && known.until >= until) return false;
      const merged = {
        version: Math.max(version, known?.version ?? 0),
        until: Math.max(until, known?.until ?? 0),
      };
      this.#roleVersions.set(roles[1], merged);
      return true;
    }
    if ((this.#until.get(member) ?? 0) >= until) return false;
    this.#until.set(member, until);
    return true;
  }

  has(caller: UserCaller, keyId: string | undefined, at: number): boolean {
    const isOn = (until: number | undefined) => until !== undefined && until > at;
    const roles = this.#roleVersions.get(caller.userId);
    return (
      isOn(this.#until.get(`sid:${caller.sessionId}`)) ||
      isOn(this.#until.get(`user:${caller.userId}`)) ||
      isOn(this.#until.get(`kid:${keyId}`)) ||
      (roles !== undefined && isOn(roles.until) && caller.roleVersion < roles.version)
    );
  }

  forgetBefore(at: number): void {
    for (const [member, until] of this.#until) if (until <= at) this.#until.delete(member);
    for (const [user, { until }] of this.#roleVersions) if (until <= at) this.#roleVersions.delete(user);
  }
}
