import { z } from 'zod';
import { roleSchema } from './roles.ts';

const id = z.string().min(1).max(128);

/** `typ` of the header of an access token (RFC 9068). */
export const ACCESS_TOKEN_TYPE = 'at+jwt';

/** What an access token says: users signs it, the gateway reads it. */
export const accessClaimsSchema = z.object({
  /** The user. */
  sub: id,
  /** The session, which can be revoked. */
  sid: id,
  /** The version of the user's roles. */
  rv: z.number().int().nonnegative(),
  roles: z.array(roleSchema).max(8),
  /** Scopes, separated by spaces. */
  scope: z.string().max(4096),
  /** Ids of the stores of a store operator. */
  stores: z.array(id).max(1000),
  exp: z.number().int(),
  iat: z.number().int(),
});
export type AccessClaims = z.infer<typeof accessClaimsSchema>;
