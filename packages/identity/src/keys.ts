import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { z } from 'zod';

const base64url = z.string().regex(/^[A-Za-z0-9_-]+$/, 'must be base64url');

/** A private Ed25519 key with its id, as configuration carries it. */
export const privateJwkSchema = z.looseObject({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  kid: z.string().min(1),
  x: base64url,
  d: base64url,
});
export type PrivateJwk = z.infer<typeof privateJwkSchema>;

/** A public key: Ed25519 or P-256. One with a private part in it is refused, so that none is published by mistake. */
export const publicJwkSchema = z
  .looseObject({
    kty: z.enum(['OKP', 'EC']),
    crv: z.enum(['Ed25519', 'P-256']),
    kid: z.string().min(1),
    x: base64url,
  })
  .refine((jwk) => !('d' in jwk), 'must not contain a private key (d)');
export type PublicJwk = z.infer<typeof publicJwkSchema>;

/** A set of public keys: `{ "keys": [...] }`. */
export const jwksSchema = z.looseObject({ keys: z.array(publicJwkSchema).min(1) });
export type Jwks = z.infer<typeof jwksSchema>;

/** A new Ed25519 key pair; the key id is its RFC 7638 thumbprint. */
export async function generateSigningKey(): Promise<{ privateJwk: PrivateJwk; publicJwk: PublicJwk }> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const exported = await exportJWK(privateKey);
  const kid = await calculateJwkThumbprint(exported);
  const privateJwk = privateJwkSchema.parse({ ...exported, kid, alg: 'EdDSA', use: 'sig' });
  return { privateJwk, publicJwk: publicJwkOf(privateJwk) };
}

/** The public half of a private key. */
export function publicJwkOf({ kty, crv, kid, x }: PrivateJwk): PublicJwk {
  return publicJwkSchema.parse({ kty, crv, kid, x, alg: 'EdDSA', use: 'sig' });
}
