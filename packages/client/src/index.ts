/** Typed operations, a session that renews its tokens, and subscriptions that resume: what an app needs to use Nakku. */

export { createNakkuClient } from './client.ts';
export type { NakkuClient } from './client.ts';
export { isPermanent, pauseBefore } from './retryPolicy.ts';
export { inMemory, renewedTokens } from './renewal.ts';
export type { TokenSource, TokenStore, Tokens } from './renewal.ts';
export { GraphqlFailed, request } from './request.ts';
export type { Fetch, Variables } from './request.ts';
export { resumed } from './resumed.ts';
export { SignInRefused, authorizedFetch, createSession } from './session.ts';
export type { Session } from './session.ts';
export { createSocket, follow, messages } from './subscriptions.ts';
export type { FollowOptions, SocketOptions } from './subscriptions.ts';
