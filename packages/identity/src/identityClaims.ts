import { z } from 'zod';
import type { Caller } from './caller.ts';
import { roleSchema } from './roles.ts';

/** `typ` of the header: an access token or a quote, also signed with EdDSA, can never pass as an identity. */
export const IDENTITY_TYPE = 'nakku-identity+jwt';
/** Life of a signed identity; a replay inside the network is possible for so long. */
export const IDENTITY_SECONDS = 30;

const id = z.string().min(1).max(128);
const cartTokenHash = z.string().length(43).optional();

/** Either a whole user or none: a token with a subject but without roles is malformed, not anonymous. */
export const identityClaimsSchema = z.union([
  z.object({
    sub: id,
    sid: id,
    rv: z.number().int().nonnegative(),
    roles: z.array(roleSchema),
    scopes: z.array(z.string()),
    stores: z.array(id),
    cth: cartTokenHash,
  }),
  z.object({ sub: z.undefined().optional(), cth: cartTokenHash }),
]);
export type IdentityClaims = z.infer<typeof identityClaimsSchema>;

/** The claims of a signed identity; the inverse of {@link callerFrom}. */
export function claimsOf(caller: Caller): IdentityClaims {
  const cth = caller.cartTokenHash;
  if (caller.kind === 'anonymous') return cth === undefined ? {} : { cth };
  return {
    sub: caller.userId,
    sid: caller.sessionId,
    rv: caller.roleVersion,
    roles: [...caller.roles],
    scopes: [...caller.scopes],
    stores: [...caller.storeIds],
    ...(cth === undefined ? {} : { cth }),
  };
}

/** The caller whom validated claims describe. Without a subject it is a guest. */
export function callerFrom(claims: IdentityClaims): Caller {
  const cart = claims.cth === undefined ? {} : { cartTokenHash: claims.cth };
  if (claims.sub === undefined) return { kind: 'anonymous', ...cart };
  return {
    kind: 'user',
    userId: claims.sub,
    sessionId: claims.sid,
    roleVersion: claims.rv,
    roles: claims.roles,
    scopes: claims.scopes,
    storeIds: claims.stores,
    ...cart,
  };
}
