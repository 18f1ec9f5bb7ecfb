import type { RequestContext } from '../../request/requestContext.ts';
import type { TokenProblem } from './authenticate.ts';
import type { Revocations } from './revocations.ts';

/** In whose name something is open, and by which token. */
type Holder = Pick<RequestContext, 'caller' | 'token'>;

/** Something that stays open in a caller's name: a socket or a stream. */
export interface LiveSession {
  /** The caller has another token. */
  renew(holder: Holder): void;
  close(): void;
}

export interface LiveSessions {
  /** `end` is called once, when the token ends or is revoked. */
  open(holder: Holder, end: (reason: TokenProblem) => void): LiveSession;
}

/** setTimeout takes no more than 2^31 − 1 ms. */
const maxTimerMs = 2_147_483_647;

/** Ends what is open when its token does, and within a poll of its revocation. */
export function createLiveSessions(revocations: Revocations, now: () => number = Date.now): LiveSessions {
  const open = new Set<{ holder: Holder; end: (reason: TokenProblem) => void }>();
  revocations.onChange(() => {
    for (const { holder, end } of [...open]) if (isRevoked(holder)) end('TOKEN_REVOKED');
  });
  const isRevoked = ({ caller, token }: Holder) =>
    caller.kind === 'user' && revocations.isRevoked(caller, token?.keyId);

  return {
    open(holder, end) {
      let timer: NodeJS.Timeout | undefined;
      const session = {
        holder,
        end(reason: TokenProblem) {
          if (!open.delete(session)) return;
          clearTimeout(timer);
          end(reason);
        },
      };
      const arm = (until: number | undefined) => {
        clearTimeout(timer);
        if (until === undefined) return;
        const wait = Math.min(Math.max(until - now(), 0), maxTimerMs);
        timer = setTimeout(() => (now() >= until ? session.end('TOKEN_EXPIRED') : arm(until)), wait);
      };
      open.add(session);
      arm(holder.token?.expiresAt);
      // Revoked after it was authenticated and before it was opened: nobody would tell.
      if (isRevoked(holder)) queueMicrotask(() => session.end('TOKEN_REVOKED'));
      return {
        renew(renewed) {
          if (!open.has(session)) return;
          session.holder = renewed;
          arm(renewed.token?.expiresAt);
          if (isRevoked(renewed)) session.end('TOKEN_REVOKED');
        },
        close() {
          open.delete(session);
          clearTimeout(timer);
        },
      };
    },
  };
}
