import { Kind } from 'graphql';
import type { ConstDirectiveNode, ConstValueNode, DocumentNode } from 'graphql';
import { argument, linkedNames } from './links.ts';
import type { Alternatives, Requirement } from './requirements.ts';

/** What the supergraph's @authenticated, @requiresScopes and @policy ask for; all requirements of a list must be met. */
export interface AccessRules {
  ofType(type: string): readonly Requirement[];
  ofField(type: string, field: string): readonly Requirement[];
}

const none: readonly Requirement[] = [];
const specification = (name: string) => `https://specs.apollo.dev/${name}`;

/**
 * Reads the authorization directives of a supergraph, under the names its links give them.
 * Semantics: https://www.apollographql.com/docs/graphos/routing/security/authorization
 */
export function accessRulesOf(supergraph: DocumentNode): AccessRules {
  const requirementsOf = requirementReader(supergraph);
  const types = new Map<string, readonly Requirement[]>();
  const fields = new Map<string, readonly Requirement[]>();
  for (const definition of supergraph.definitions) {
    if (!('name' in definition) || !definition.name || !('directives' in definition)) continue;
    if (definition.kind === Kind.OPERATION_DEFINITION || definition.kind === Kind.FRAGMENT_DEFINITION)
      continue;
    const type = definition.name.value;
    add(types, type, requirementsOf(definition.directives));
    if (
      definition.kind !== Kind.OBJECT_TYPE_DEFINITION &&
      definition.kind !== Kind.INTERFACE_TYPE_DEFINITION
    ) {
      continue;
    }
    for (const field of definition.fields ?? []) {
      add(fields, `${type}.${field.name.value}`, requirementsOf(field.directives));
    }
  }
  return {
    ofType: (type) => types.get(type) ?? none,
    ofField: (type, field) => fields.get(`${type}.${field}`) ?? none,
  };
}

function requirementReader(supergraph: DocumentNode) {
  const nameOf = linkedNames(supergraph);
  const authenticated = nameOf(specification('authenticated'), 'authenticated');
  const scopes = nameOf(specification('requiresScopes'), 'requiresScopes');
  const policy = nameOf(specification('policy'), 'policy');
  const known = new Map<string, Requirement>();
  const once = (requirement: Requirement): Requirement => {
    const key = JSON.stringify(requirement);
    const same = known.get(key) ?? requirement;
    known.set(key, same);
    return same;
  };
  const read = (directive: ConstDirectiveNode): Requirement[] => {
    switch (directive.name.value) {
      case authenticated:
        return [once({ kind: 'authenticated' })];
      case scopes:
        return [once({ kind: 'scopes', anyOf: alternatives(argument(directive, 'scopes')) })];
      case policy:
        return [once({ kind: 'policies', anyOf: alternatives(argument(directive, 'policies')) })];
      default:
        return [];
    }
  };
  return (directives: readonly ConstDirectiveNode[] | undefined) => (directives ?? []).flatMap(read);
}

function add(
  to: Map<string, readonly Requirement[]>,
  key: string,
  requirements: readonly Requirement[],
): void {
  if (requirements.length > 0) to.set(key, [...(to.get(key) ?? []), ...requirements]);
}

/** A list of lists, where GraphQL also lets one item stand for a list of it. Anything else is met by nobody. */
function alternatives(value: ConstValueNode | undefined): Alternatives {
  if (value?.kind === Kind.STRING) return [[value.value]];
  if (value?.kind !== Kind.LIST) return [];
  return value.values.flatMap((inner): string[][] => {
    const items = inner.kind === Kind.LIST ? inner.values : [inner];
    const names = items.flatMap((item) => (item.kind === Kind.STRING ? [item.value] : []));
    return names.length === items.length ? [names] : [];
  });
}
