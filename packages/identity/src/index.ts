/** The caller's identity: roles and scopes, access tokens of clients, and the signed identity that the gateway passes on. */

export { roleSchema, scopesOf } from './roles.ts';
export type { Role, Scope } from './roles.ts';
export { callerOf, hashCartToken } from './caller.ts';
export type { AnonymousCaller, Caller, UserCaller } from './caller.ts';
export {
  CLIENT_IP_HEADER,
  CORRELATION_ID_HEADER,
  DEADLINE_HEADER,
  IDENTITY_HEADER,
  REQUEST_ID_HEADER,
  REVOCATIONS_PATH,
} from './headers.ts';
export { generateSigningKey, jwksSchema, privateJwkSchema, publicJwkOf, publicJwkSchema } from './keys.ts';
export type { Jwks, PrivateJwk, PublicJwk } from './keys.ts';
export { ACCESS_TOKEN_TYPE } from './accessClaims.ts';
export type { AccessClaims } from './accessClaims.ts';
export { IDENTITY_TYPE } from './identityClaims.ts';
export { createIdentitySigner } from './identitySigner.ts';
export type { IdentitySigner } from './identitySigner.ts';
export { createIdentityVerifier, IdentityRefused } from './identityVerifier.ts';
export type { IdentityVerifier } from './identityVerifier.ts';
export { createAccessTokenVerifier, TokenRefused } from './accessTokenVerifier.ts';
export type { AccessTokenVerifier, VerifiedToken } from './accessTokenVerifier.ts';
export { networkOf } from './network.ts';
export { KeysUnavailable } from './keySource.ts';
