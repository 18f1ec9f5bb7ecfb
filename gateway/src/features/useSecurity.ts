import { createAccessTokenVerifier } from '@nakku/identity';
import type { IdentitySigner } from '@nakku/identity';
import { logger } from '@nakku/telemetry';
import { resolved } from '../config/gatewayConfig.ts';
import type { GatewayConfig } from '../config/gatewayConfig.ts';
import { createAuthenticate } from '../policy/security/authenticate.ts';
import type { Authenticate } from '../policy/security/authenticate.ts';
import { createLiveSessions } from '../policy/security/liveSessions.ts';
import type { LiveSessions } from '../policy/security/liveSessions.ts';
import { originPolicy } from '../policy/security/origins.ts';
import type { OriginPolicy } from '../policy/security/origins.ts';
import { ownRevocations } from '../policy/security/ownRevocations.ts';
import { watchRevocations } from '../policy/security/revocations.ts';
import type { Lifecycle } from './lifecycle.ts';

export interface Security {
  readonly authenticate: Authenticate;
  readonly sessions: LiveSessions;
  readonly isAllowedOrigin: OriginPolicy;
  /** Resolves when the first revocations are known, or after two seconds without them. */
  ready(): Promise<void>;
}

/** Who calls, with which token, from which page: options in the sections `identity`, `redis` and `browsers`. */
export function useSecurity(config: GatewayConfig, signer: IdentitySigner, lifecycle: Lifecycle): Security {
  const { identity, redis, browsers } = config;
  const revocations = watchRevocations({
    redisUrl: redis.url,
    prefix: redis.prefix,
    readOwner: ownRevocations(identity.usersJwksUrl, signer),
    log: logger({ part: 'revocations' }),
  });
  lifecycle.onStop(() => revocations.stop());
  lifecycle.addHealth(() => ({ revocationAgeMs: revocations.age() }));
  const verifier = createAccessTokenVerifier({
    jwksUrl: identity.usersJwksUrl,
    issuer: identity.accessTokenIssuer,
    audience: identity.accessTokenAudience,
    clockToleranceSeconds: identity.clockToleranceSeconds,
  });
  return {
    authenticate: createAuthenticate(verifier, revocations),
    sessions: createLiveSessions(revocations),
    isAllowedOrigin: originPolicy(browsers.allowedOrigins, !resolved(config).production),
    ready: () => revocations.firstRead(),
  };
}
