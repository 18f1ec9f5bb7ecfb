/** The demo shop: accounts, stores, catalogue, and ids that every seed computes alike. Production code does not import it. */

export * from './accounts.ts';
export * from './catalogue.ts';
export * from './ids.ts';
export * from './stores.ts';
