import type { Caller } from '@nakku/identity';
import type { TokenProblem } from './authenticate.ts';
import type { Revocations } from './revocations.ts';

/** Something that stays open in a caller's name: a socket or a stream. */
export interface LiveSession {
  /** The caller has another token. */
  renew(caller: Caller, expiresAt: number | undefined): void;
  close(): void;
}

export interface LiveSessions {
  /** `end` is called once, when the token ends or is revoked. */
  open(caller: Caller, expiresAt: number | undefined, end: (reason: TokenProblem) => void): LiveSession;
}

/** setTimeout takes no more than 2^31 − 1 ms. */
const longestTimerMs = 2_147_483_647;

/** Ends what is open when its token does, and within a poll of its revocation. */
export function createLiveSessions(revocations: Revocations, now: () => number = Date.now): LiveSessions {
  const open = new Set<{ caller: Caller; end: (reason: TokenProblem) => void }>();
  revocations.onChange(() => {
    for (const { caller, end } of [...open]) {
      if (caller.kind === 'user' && revocations.isRevoked(caller)) end('TOKEN_REVOKED');
    }
  });

  return {
    open(caller, expiresAt, end) {
      let timer: NodeJS.Timeout | undefined;
      const session = {
        caller,
        end(reason: TokenProblem) {
          if (!open.delete(session)) return;
          clearTimeout(timer);
          end(reason);
        },
      };
      const arm = (until: number | undefined) => {
        clearTimeout(timer);
        if (until === undefined) return;
        const wait = Math.min(Math.max(until - now(), 0), longestTimerMs);
        timer = setTimeout(() => (now() >= until ? session.end('TOKEN_EXPIRED') : arm(until)), wait);
      };
      open.add(session);
      arm(expiresAt);
      // Revoked after it was authenticated and before it was opened: nobody would tell.
      if (caller.kind === 'user' && revocations.isRevoked(caller)) {
        queueMicrotask(() => session.end('TOKEN_REVOKED'));
      }
      return {
        renew(renewed, until) {
          if (!open.has(session)) return;
          session.caller = renewed;
          arm(until);
        },
        close() {
          open.delete(session);
          clearTimeout(timer);
        },
      };
    },
  };
}
