/** GraphQL building blocks of all subgraphs: type definitions, permissions, inputs, user errors, pages, loaders, subscriptions. */

export * from './batchLoader.ts';
export * from './callers.ts';
export * from './input.ts';
export * from './live/cursor.ts';
export * from './live/resumable.ts';
export * from './live/sharedReads.ts';
export * from './live/snapshotThenLive.ts';
export type { PollInterval } from './live/wakeups.ts';
export * from './pages.ts';
export * from './scalars.ts';
export * from './taxes.ts';
export * from './text.ts';
export * from './typeDefinitions.ts';
export * from './userErrors.ts';
