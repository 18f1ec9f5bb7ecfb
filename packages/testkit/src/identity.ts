import { generateKeyPairSync } from 'node:crypto';
import { createIdentitySigner, IDENTITY_HEADER, privateJwkSchema, publicJwkOf } from '@nakku/identity';
import type { Caller, IdentitySigner, Jwks, PrivateJwk } from '@nakku/identity';
import { uniqueName } from './names.ts';

export interface TestIdentity {
  readonly privateJwk: PrivateJwk;
  /** For IDENTITY_PUBLIC_JWKS. */
  readonly publicJwks: Jwks;
  readonly signer: IdentitySigner;
  /** The headers with which the gateway would call the subgraph `audience` for `caller`. */
  as(caller: Caller, audience: string): Promise<Record<string, string>>;
}

/** The gateway's part: a key of its own, and signed identities for any caller. */
export function testIdentity(): TestIdentity {
  const { privateKey } = generateKeyPairSync('ed25519');
  const jwk = privateKey.export({ format: 'jwk' });
  const privateJwk = privateJwkSchema.parse({
    ...jwk,
    kid: `test-${uniqueName()}`,
    alg: 'EdDSA',
    use: 'sig',
  });
  const signer = createIdentitySigner({ privateJwk });
  return {
    privateJwk,
    publicJwks: { keys: [publicJwkOf(privateJwk)] },
    signer,
    as: async (caller, audience) => ({ [IDENTITY_HEADER]: await signer.sign(caller, audience) }),
  };
}
