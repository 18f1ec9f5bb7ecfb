import { GraphQLError, Kind, parse, visit } from 'graphql';
import type {
  ASTNode,
  DirectiveNode,
  DocumentNode,
  FieldDefinitionNode,
  SelectionSetNode,
  TypeNode,
} from 'graphql';
import { argument, linkedNames } from '../federation/links.ts';
import { problemsOf } from './problems.ts';
import type { SchemaProblem } from './problems.ts';

/** Directives of the federation specification that this gateway does not carry out, with what to do instead. */
const unsupported = {
  context: '@context does not work in this gateway: pass the value as an argument',
  fromContext: '@fromContext does not work in this gateway: pass the value as an argument',
  cacheTag: '@cacheTag has no effect in this gateway',
} as const;

/**
 * What a subgraph's schema uses that composes, but that @apollo/gateway's planner executes wrongly or not at all:
 * `@requires` of a field with arguments, progressive `@override(label:)`, `@context`, `@connect`, `@cacheTag`. Directives are
 * found under the names that the schema's links give them. Each problem has the code `UNSUPPORTED_BY_GATEWAY`.
 */
export function plannerProblems(typeDefs: DocumentNode): SchemaProblem[] {
  const linked = linkedNames(typeDefs);
  // A schema of Federation 1 links nothing and uses the plain names.
  const nameOf = (directive: string) => linked('https://specs.apollo.dev/federation', directive) ?? directive;
  const messages = new Map(Object.entries(unsupported).map(([name, message]) => [nameOf(name), message]));
  const [requires, override] = [nameOf('requires'), nameOf('override')];
  const connect = [
    linked('https://specs.apollo.dev/connect', 'connect'),
    linked('https://specs.apollo.dev/connect', 'source'),
  ];
  const problems: SchemaProblem[] = [];

  const fieldsOf = fieldsByType(typeDefs);

  /** @param type on whose field the directive stands */
  const messageOf = (directive: DirectiveNode, type: string | undefined): string | undefined => {
    const name = directive.name.value;
    if (name === requires && type !== undefined && requiresArguments(directive, type, fieldsOf)) {
      return '@requires of a field with arguments gives wrong data in this gateway: require a field without arguments';
    }
    if (name === override && argument(directive, 'label')) {
      return '@override with a label does not work in this gateway: override the field at once, without it';
    }
    if (connect.includes(name)) return `@${name} does not work in this gateway: write a subgraph`;
    return messages.get(name);
  };
  visit(typeDefs, {
    Directive(node, _key, _parent, _path, ancestors) {
      const [, definition] = ancestors.filter((one): one is ASTNode => 'kind' in one);
      const type = definition && 'name' in definition ? definition.name?.value : undefined;
      const message = messageOf(node, type);
      if (message === undefined) return;
      const extensions = { code: 'UNSUPPORTED_BY_GATEWAY' };
      problems.push(...problemsOf(new GraphQLError(message, { nodes: [node], extensions })));
    },
    // A declaration is no use.
    DirectiveDefinition: () => false,
  });
  return problems;
}

type Fields = ReadonlyMap<string, ReadonlyMap<string, FieldDefinitionNode>>;

/** The fields of each type, in all its definitions and extensions. */
function fieldsByType({ definitions }: DocumentNode): Fields {
  const found = new Map<string, Map<string, FieldDefinitionNode>>();
  for (const one of definitions) {
    if (
      one.kind !== Kind.OBJECT_TYPE_DEFINITION &&
      one.kind !== Kind.OBJECT_TYPE_EXTENSION &&
      one.kind !== Kind.INTERFACE_TYPE_DEFINITION &&
      one.kind !== Kind.INTERFACE_TYPE_EXTENSION
    ) {
      continue;
    }
    const fields = found.get(one.name.value) ?? new Map<string, FieldDefinitionNode>();
    found.set(one.name.value, fields);
    for (const field of one.fields ?? []) fields.set(field.name.value, field);
  }
  return found;
}

/**
 * Whether a field set has a field with arguments, given in it or not: the planner sends the value that the client's own
 * arguments gave. A set that cannot be parsed is for composition to refuse.
 */
function requiresArguments(directive: DirectiveNode, type: string, fieldsOf: Fields): boolean {
  const fields = argument(directive, 'fields');
  if (fields?.kind !== Kind.STRING) return false;
  const inSet = (set: SelectionSetNode, parent: string): boolean =>
    set.selections.some((selection) => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return false;
      if (selection.kind === Kind.INLINE_FRAGMENT)
        return inSet(selection.selectionSet, selection.typeCondition?.name.value ?? parent);
      const definition = fieldsOf.get(parent)?.get(selection.name.value);
      const has = (selection.arguments ?? []).length > 0 || (definition?.arguments ?? []).length > 0;
      if (has || !selection.selectionSet || !definition) return has;
      return inSet(selection.selectionSet, namedType(definition.type));
    });
  try {
    const [definition] = parse(`{ ${fields.value} }`, { noLocation: true }).definitions;
    return definition?.kind === Kind.OPERATION_DEFINITION && inSet(definition.selectionSet, type);
  } catch {
    return false;
  }
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}
