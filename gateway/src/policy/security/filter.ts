import { getNamedType, isAbstractType, isCompositeType, isListType, isNonNullType, Kind } from 'graphql';
import type {
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLCompositeType,
  GraphQLObjectType,
  GraphQLOutputType,
  GraphQLSchema,
  InlineFragmentNode,
  OperationDefinitionNode,
  SelectionNode,
  SelectionSetNode,
} from 'graphql';
import { asInlineFragment, fragmentsOf, standalone } from '../../federation/inlining.ts';
import type { AccessRules } from '../../federation/accessRules.ts';
import type { Requirement } from '../../federation/requirements.ts';

/** Response keys; `@` stands for every item of a list, as in Apollo Router's responses. */
export type DeniedPath = readonly string[];

export interface Filtered {
  /** What is left to execute, with fragments inlined; undefined if nothing is. */
  readonly document: DocumentNode | undefined;
  readonly denied: readonly DeniedPath[];
}

/** The distinct requirements that an operation meets on its way; none: it needs no filter, whoever calls. */
export function requirementsIn(
  schema: GraphQLSchema,
  rules: AccessRules,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): readonly Requirement[] {
  const met = new Set<Requirement>();
  filterOperation(schema, rules, document, operation, (requirement) => {
    met.add(requirement);
    return true;
  });
  return [...met];
}

/**
 * Removes from a valid operation what `isMet` refuses: fields, fields that return a refused type, fragments on one.
 * A field selected through an interface needs what every type needs that it may be there, since any may be returned.
 * An object without any field left is still fetched, so that its fields read null and not itself; only a mutation
 * of which nothing may be seen is not executed. Where the root type itself is refused the whole operation is.
 */
export function filterOperation(
  schema: GraphQLSchema,
  rules: AccessRules,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  isMet: (requirement: Requirement) => boolean,
): Filtered {
  const root = schema.getRootType(operation.operation);
  if (!root) return { document: undefined, denied: [] };
  const walk = new Walk(schema, rules, fragmentsOf(document), isMet);
  const at: Position = { type: root, possible: [root], path: [] };
  const selectionSet = walk.maySelectOn(at) ? walk.selections(operation.selectionSet, at) : undefined;
  return {
    document: selectionSet && standalone({ ...operation, selectionSet }),
    denied: walk.denied,
  };
}

interface Position {
  readonly type: GraphQLCompositeType;
  /** The object types that may be here at run time. */
  readonly possible: readonly GraphQLObjectType[];
  readonly path: DeniedPath;
}

class Walk {
  readonly denied: DeniedPath[] = [];
  readonly #schema: GraphQLSchema;
  readonly #rules: AccessRules;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #isMet: (requirement: Requirement) => boolean;

  constructor(
    schema: GraphQLSchema,
    rules: AccessRules,
    fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    isMet: (requirement: Requirement) => boolean,
  ) {
    this.#schema = schema;
    this.#rules = rules;
    this.#fragments = fragments;
    this.#isMet = isMet;
  }

  /** Whether the type of this place may be seen at all; noted as denied if not. */
  maySelectOn({ type, path }: Position): boolean {
    const allowed = this.#allows(this.#rules.ofType(type.name));
    if (!allowed) this.denied.push(path);
    return allowed;
  }

  selections(set: SelectionSetNode, at: Position): SelectionSetNode | undefined {
    const kept = set.selections.flatMap((selection): SelectionNode[] => {
      if (selection.kind === Kind.FIELD) return this.#field(selection, at) ?? [];
      const fragment = asInlineFragment(selection, this.#fragments);
      return (fragment && this.#fragment(fragment, at)) ?? [];
    });
    return kept.length === 0 ? undefined : { ...set, selections: kept };
  }

  #field(node: FieldNode, at: Position): [FieldNode] | undefined {
    const name = node.name.value;
    if (name.startsWith('__') || !('getFields' in at.type)) return [node];
    const definition = at.type.getFields()[name];
    if (!definition) return [node];
    const type = getNamedType(definition.type);
    const place = [...at.path, node.alias?.value ?? name];
    const requirements = [...this.#requirementsOf(name, at), ...this.#rules.ofType(type.name)];
    if (!this.#allows(requirements)) {
      this.denied.push(place);
      return undefined;
    }
    const path = [...place, ...listMarks(definition.type)];
    if (!node.selectionSet || !isCompositeType(type)) return [node];
    const selectionSet = this.selections(node.selectionSet, { type, possible: this.#possible(type), path });
    if (!selectionSet && at.type === this.#schema.getMutationType()) return undefined;
    return [{ ...node, selectionSet: selectionSet ?? existence }];
  }

  #fragment(node: InlineFragmentNode, at: Position): [InlineFragmentNode] | undefined {
    const condition = node.typeCondition && this.#schema.getType(node.typeCondition.name.value);
    const type = isCompositeType(condition) ? condition : at.type;
    const possible = this.#possible(type).filter((t) => at.possible.includes(t));
    const place: Position = { type, possible, path: at.path };
    if (type !== at.type && !this.maySelectOn(place)) return undefined;
    const selectionSet = this.selections(node.selectionSet, place);
    return selectionSet && [{ ...node, selectionSet }];
  }

  #requirementsOf(field: string, at: Position): Requirement[] {
    const own = this.#rules.ofField(at.type.name, field);
    if (!isAbstractType(at.type)) return [...own];
    return [
      ...own,
      ...at.possible.flatMap((t) => [...this.#rules.ofField(t.name, field), ...this.#rules.ofType(t.name)]),
    ];
  }

  /** Asks every requirement, also after a refusal: a recording `isMet` must see them all. */
  #allows(requirements: readonly Requirement[]): boolean {
    return requirements.map((requirement) => this.#isMet(requirement)).every(Boolean);
  }

  #possible(type: GraphQLCompositeType): readonly GraphQLObjectType[] {
    return isAbstractType(type) ? this.#schema.getPossibleTypes(type) : [type];
  }
}

const existence: SelectionSetNode = {
  kind: Kind.SELECTION_SET,
  selections: [{ kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } }],
};

function listMarks(type: GraphQLOutputType): string[] {
  if (isNonNullType(type)) return listMarks(type.ofType);
  return isListType(type) ? ['@', ...listMarks(type.ofType)] : [];
}
