import { IdentityRefused } from '@nakku/identity';
import type { Caller, IdentityVerifier } from '@nakku/identity';
import { counter, logger } from '@nakku/telemetry';

/**
 * The caller whom the gateway's signature names, or undefined if there is none or it is not valid. The reason is
 * logged and not told.
 */
export function callerReader(service: string, verifier: IdentityVerifier) {
  const log = logger({ part: 'identity' });
  const refusals = counter(
    'identity_refused_total',
    'Requests without a valid signed identity',
    ['service'],
    [{ service }],
  );
  return async (token: unknown): Promise<Caller | undefined> => {
    try {
      if (typeof token !== 'string' || token === '') throw new IdentityRefused('no identity was sent');
      return await verifier.verify(token);
    } catch (error) {
      if (!(error instanceof IdentityRefused)) throw error;
      refusals.inc({ service });
      log.warn({ reason: error.message }, 'identity refused');
      return undefined;
    }
  };
}

export type ReadCaller = ReturnType<typeof callerReader>;
