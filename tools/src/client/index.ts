export { openAccount } from './account.ts';
export type { Account } from './account.ts';
export { openApi } from './api.ts';
export type { Api } from './api.ts';
export { OperationFailed, Refused, isRefused } from './failures.ts';
export { mutation, query, subscription } from './operation.ts';
export { MAX_PAUSE_MS, withRetries, rest } from './retry.ts';
export { TOKENS, signedIn } from './session.ts';
