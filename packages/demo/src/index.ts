export * from './accounts.ts';
export * from './catalogue.ts';
export * from './ids.ts';
export * from './stores.ts';
