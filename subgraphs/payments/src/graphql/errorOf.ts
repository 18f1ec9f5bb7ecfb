import type { ResolversUnionTypes } from '../generated/graphql.ts';

type Unions = ResolversUnionTypes<Record<string, unknown>>;

/** A member of a mutation's error union, with its `__typename`, which tells the members apart. */
export type ErrorOf<Union extends keyof Unions> = Unions[Union];
