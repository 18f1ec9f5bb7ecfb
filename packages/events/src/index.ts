export * from './contracts/index.ts';
export type * from './platform.ts';
export type * from './database.ts';
export type { DeadLetter, DeadLetters, RedriveResult } from './deadLetters/deadLetters.ts';
