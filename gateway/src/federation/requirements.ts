import type { Caller } from '@nakku/identity';

/** A disjunction of conjunctions: all of one list, whichever. */
export type Alternatives = readonly (readonly string[])[];

/** One condition of a directive on a field or type. Two with equal conditions are the same object. */
export type Requirement =
  | { readonly kind: 'authenticated' }
  | { readonly kind: 'scopes'; readonly anyOf: Alternatives }
  | { readonly kind: 'policies'; readonly anyOf: Alternatives };

/** What a caller has to meet requirements with. */
export interface Rights {
  readonly isAuthenticated: boolean;
  readonly scopes: ReadonlySet<string>;
  /** Those of the operation's policies that the evaluator granted. */
  readonly policies: ReadonlySet<string>;
}

export function rightsOf(caller: Caller, policies: ReadonlySet<string> = new Set()): Rights {
  const isUser = caller.kind === 'user';
  return { isAuthenticated: isUser, scopes: new Set(isUser ? caller.scopes : []), policies };
}

export function isMet(requirement: Requirement, rights: Rights): boolean {
  switch (requirement.kind) {
    case 'authenticated':
      return rights.isAuthenticated;
    case 'scopes':
      return hasOneOf(requirement.anyOf, rights.scopes);
    case 'policies':
      return hasOneOf(requirement.anyOf, rights.policies);
  }
}

/** The names of all policies that the requirements speak of. */
export function policiesIn(requirements: readonly Requirement[]): readonly string[] {
  const named = requirements.flatMap((one) => (one.kind === 'policies' ? one.anyOf.flat() : []));
  return [...new Set(named)];
}

function hasOneOf(anyOf: Alternatives, held: ReadonlySet<string>): boolean {
  return anyOf.some((allOf) => allOf.every((wanted) => held.has(wanted)));
}
