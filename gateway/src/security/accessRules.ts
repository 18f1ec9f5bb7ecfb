import type { Caller } from '@nakku/identity';
import { Kind } from 'graphql';
import type { ConstDirectiveNode, ConstValueNode, DocumentNode } from 'graphql';
import { argument, linkedNames } from '../supergraph/links.ts';

/** One condition of a directive on a field or type. Two with equal conditions are the same object. */
export interface Requirement {
  readonly isMetBy: (caller: Caller) => boolean;
}

/** What the supergraph's @authenticated, @requiresScopes and @policy ask for; all requirements of a list must be met. */
export interface AccessRules {
  ofType(type: string): readonly Requirement[];
  ofField(type: string, field: string): readonly Requirement[];
}

const none: readonly Requirement[] = [];

/**
 * Reads the authorization directives of a supergraph, under the names its links give them. Scopes and policies are
 * a disjunction of conjunctions. A policy is met by a caller who has the role of that name.
 * Semantics: https://www.apollographql.com/docs/graphos/routing/security/authorization
 */
export function accessRulesOf(supergraph: DocumentNode): AccessRules {
  const nameOf = linkedNames(supergraph);
  const authenticated = nameOf('authenticated', 'authenticated');
  const scopes = nameOf('requiresScopes', 'requiresScopes');
  const policy = nameOf('policy', 'policy');
  const known = new Map<string, Requirement>();
  const once = (key: string, isMetBy: Requirement['isMetBy']): Requirement => {
    const requirement = known.get(key) ?? { isMetBy };
    known.set(key, requirement);
    return requirement;
  };

  const requirementOf = (directive: ConstDirectiveNode): Requirement[] => {
    switch (directive.name.value) {
      case authenticated:
        return [once('authenticated', (caller) => caller.kind === 'user')];
      case scopes: {
        const anyOf = nestedStrings(argument(directive, 'scopes'));
        return [once(`scopes ${JSON.stringify(anyOf)}`, (caller) => hasOneOf(anyOf, scopesHeldBy(caller)))];
      }
      case policy: {
        const anyOf = nestedStrings(argument(directive, 'policies'));
        return [once(`policy ${JSON.stringify(anyOf)}`, (caller) => hasOneOf(anyOf, rolesHeldBy(caller)))];
      }
      default:
        return [];
    }
  };

  const types = new Map<string, readonly Requirement[]>();
  const fields = new Map<string, readonly Requirement[]>();
  for (const definition of supergraph.definitions) {
    if (!('name' in definition) || !definition.name || !('directives' in definition)) continue;
    if (definition.kind === Kind.OPERATION_DEFINITION || definition.kind === Kind.FRAGMENT_DEFINITION)
      continue;
    const type = definition.name.value;
    add(types, type, (definition.directives ?? []).flatMap(requirementOf));
    if (
      definition.kind !== Kind.OBJECT_TYPE_DEFINITION &&
      definition.kind !== Kind.INTERFACE_TYPE_DEFINITION
    ) {
      continue;
    }
    for (const field of definition.fields ?? []) {
      add(fields, `${type}.${field.name.value}`, (field.directives ?? []).flatMap(requirementOf));
    }
  }
  return {
    ofType: (type) => types.get(type) ?? none,
    ofField: (type, field) => fields.get(`${type}.${field}`) ?? none,
  };
}

function add(to: Map<string, readonly Requirement[]>, key: string, requirements: Requirement[]): void {
  if (requirements.length > 0) to.set(key, requirements);
}

function scopesHeldBy(caller: Caller): readonly string[] {
  return caller.kind === 'user' ? caller.scopes : [];
}

function rolesHeldBy(caller: Caller): readonly string[] {
  return caller.kind === 'user' ? caller.roles : [];
}

function hasOneOf(anyOf: readonly (readonly string[])[], held: readonly string[]): boolean {
  return anyOf.some((allOf) => allOf.every((wanted) => held.includes(wanted)));
}

function nestedStrings(value: ConstValueNode | undefined): string[][] {
  if (value?.kind !== Kind.LIST) return [];
  return value.values.map((inner) =>
    inner.kind === Kind.LIST ? inner.values.flatMap((v) => (v.kind === Kind.STRING ? [v.value] : [])) : [],
  );
}
