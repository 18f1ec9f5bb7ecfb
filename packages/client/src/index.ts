export { createNakkuClient } from './client.ts';
export type { NakkuClient } from './client.ts';
export { GraphqlFailed, request } from './request.ts';
export type { Fetch, Variables } from './request.ts';
export { SignInRefused, authorizedFetch, createSession } from './session.ts';
export type { Session, TokenStore, Tokens } from './session.ts';
export { createSocket, follow } from './subscriptions.ts';
export type { FollowOptions, SocketOptions } from './subscriptions.ts';
