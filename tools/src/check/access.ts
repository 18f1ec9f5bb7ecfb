import { argument, linkedNames } from '@nakku/gateway/compose';
import { Kind } from 'graphql';
import type { ConstDirectiveNode, ConstValueNode, DocumentNode } from 'graphql';

/** Who may use a type or field: alternatives of which a caller must meet one, each a list that must be met whole. */
export interface Access {
  readonly isSignedIn: boolean;
  readonly scopes: readonly (readonly string[])[];
  readonly policies: readonly (readonly string[])[];
}

/** The directives that say who may. */
const NAMES = ['authenticated', 'requiresScopes', 'policy'] as const;
export type AccessDirective = (typeof NAMES)[number];

/** What the baseline declares, so that it is a schema of its own. */
export const ACCESS_DEFINITIONS = `
"The caller must be signed in."
directive @authenticated on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM
"The caller must hold all scopes of one of the lists."
directive @requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM
"The caller must meet all policies of one of the lists."
directive @policy(policies: [[String!]!]!) on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM
`;

/** Finds the access directives of a document under the names its links give them; a baseline calls them plainly. */
export function accessDirectiveIn(
  document: DocumentNode,
): (directive: ConstDirectiveNode) => AccessDirective | undefined {
  const nameOf = linkedNames(document);
  const names = new Map(
    NAMES.map((name) => [nameOf(`https://specs.apollo.dev/${name}`, name) ?? name, name]),
  );
  return (directive) => names.get(directive.name.value);
}

/** The access directives of every type and field, by coordinate. */
export function accessDirectives(document: DocumentNode): ReadonlyMap<string, readonly ConstDirectiveNode[]> {
  const known = accessDirectiveIn(document);
  const found = new Map<string, ConstDirectiveNode[]>();
  const note = (coordinate: string, directives: readonly ConstDirectiveNode[] = []) => {
    const own = directives.flatMap((directive) => {
      const value = known(directive);
      return value ? [{ ...directive, name: { kind: Kind.NAME, value } as const }] : [];
    });
    if (own.length > 0) found.set(coordinate, own);
  };
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION || definition.kind === Kind.FRAGMENT_DEFINITION)
      continue;
    if (!('name' in definition) || !definition.name || !('directives' in definition)) continue;
    note(definition.name.value, definition.directives);
    if (
      definition.kind !== Kind.OBJECT_TYPE_DEFINITION &&
      definition.kind !== Kind.INTERFACE_TYPE_DEFINITION
    ) {
      continue;
    }
    for (const field of definition.fields ?? []) {
      note(`${definition.name.value}.${field.name.value}`, field.directives);
    }
  }
  return found;
}

const ANYONE: Access = { isSignedIn: false, scopes: [[]], policies: [[]] };

/** What the directives of one coordinate ask for together. */
export function accessOf(directives: readonly ConstDirectiveNode[] = []): Access {
  return directives.reduce<Access>((access, directive) => {
    if (directive.name.value === 'requiresScopes') {
      return { ...access, isSignedIn: true, scopes: listsIn(argument(directive, 'scopes')) };
    }
    if (directive.name.value === 'policy') {
      return { ...access, policies: listsIn(argument(directive, 'policies')) };
    }
    return { ...access, isSignedIn: true };
  }, ANYONE);
}

/** Whether everybody who meets `before` meets `after` too. */
export function admitsAllOf(after: Access, before: Access): boolean {
  const covers = (wider: Access['scopes'], narrower: Access['scopes']) =>
    narrower.every((held) => wider.some((wanted) => wanted.every((one) => held.includes(one))));
  return (
    (!after.isSignedIn || before.isSignedIn) &&
    covers(after.scopes, before.scopes) &&
    covers(after.policies, before.policies)
  );
}

/** For people: `a signed-in caller with orders:read, or with users:admin`. */
export function describeAccess({ isSignedIn, scopes, policies }: Access): string {
  const alternatives = (lists: Access['scopes']) =>
    lists.some((list) => list.length === 0)
      ? undefined
      : `with ${lists.map((list) => list.join(' and ')).join(', or with ')}`;
  const caller = isSignedIn ? 'a signed-in caller' : 'anyone';
  return [caller, alternatives(scopes), alternatives(policies)]
    .filter((part) => part !== undefined)
    .join(' ');
}

function listsIn(value: ConstValueNode | undefined): string[][] {
  if (value?.kind !== Kind.LIST) return [[]];
  return value.values.map((inner) =>
    inner.kind === Kind.LIST ? inner.values.flatMap((v) => (v.kind === Kind.STRING ? [v.value] : [])) : [],
  );
}
