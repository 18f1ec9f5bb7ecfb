import { getNamedType, getNullableType, isCompositeType, isListType, Kind } from 'graphql';
import type {
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLCompositeType,
  GraphQLSchema,
  OperationDefinitionNode,
  SelectionSetNode,
} from 'graphql';
import { asInlineFragment, fragmentsOf } from '../../federation/inlining.ts';
import { noVariables } from '../../request/operationCost.ts';
import type { CostModel, FieldCost, FieldCosts, Variables } from '../../request/operationCost.ts';
import { costOfArguments } from './argumentCost.ts';
import type { CostOfArguments } from './argumentCost.ts';
import { always, both, conditionOf } from './conditions.ts';
import type { Condition } from './conditions.ts';
import type { CostRules, ListSize } from '../../federation/costRules.ts';
import { sizeFrom } from './listSizes.ts';
import type { SizeOf } from './listSizes.ts';

/** An object costs this where no directive says otherwise; leaves cost nothing. */
const weightOfObject = 1;
/** Each field of a mutation costs this beside what it returns. */
const weightOfMutation = 10;
/** The gateway resolves introspection itself, at length. */
const weightOfIntrospection = 100;

/** One response key with all that is selected under it, in whatever fragments. */
interface Counted {
  /** Of one item. */
  weight: number;
  /** Per field, however many items it has. */
  once: number;
  readonly sizes: SizeOf[];
  /** Sizes that fields below have; here they are asked for only to see that they are given. */
  readonly sizesBelow: SizeOf[];
  readonly argumentCosts: CostOfArguments[];
  /** It is left out if all of them say so. */
  readonly conditions: Condition[];
  readonly children: Map<string, Counted>;
}

/**
 * Compiles the cost of one operation. Fields of one response key count once, with everything selected under any of
 * them. Alternatives by type (fragments) add up: the estimate is what the dearest mixture of types could cost.
 */
export function costModel(
  schema: GraphQLSchema,
  rules: CostRules,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  assumedListSize: number,
): CostModel {
  const root = new Map<string, Counted>();
  const type = schema.getRootType(operation.operation);
  if (type)
    new Compiler(schema, rules, fragmentsOf(document), assumedListSize).compile(
      operation.selectionSet,
      type,
      root,
    );
  return {
    estimate: remembered((variables) => estimateOf(root, variables)),
    actual: (data, variables) => actualOf(root, data, variables),
    bytes: remembered((variables) => bytesOf(root, variables)),
    fields: fieldCosts(root),
  };
}

/** Remembers what came of an operation without variables, of which there is one object: it never changes. */
function remembered(of: (variables: Variables) => number): (variables: Variables) => number {
  let known: number | undefined;
  return (variables) => (variables === noVariables ? (known ??= of(variables)) : of(variables));
}

class Compiler {
  readonly #schema: GraphQLSchema;
  readonly #rules: CostRules;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #assumedListSize: number;

  constructor(
    schema: GraphQLSchema,
    rules: CostRules,
    fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    assumedListSize: number,
  ) {
    this.#schema = schema;
    this.#rules = rules;
    this.#fragments = fragments;
    this.#assumedListSize = assumedListSize;
  }

  /** @param sizedBy the field above, if its `@listSize` says how long lists among these are */
  compile(
    set: SelectionSetNode,
    parent: GraphQLCompositeType,
    into: Map<string, Counted>,
    condition: Condition = always,
    sizedBy?: { readonly listSize: ListSize; readonly size: SizeOf },
  ): void {
    for (const selection of set.selections) {
      const included = both(condition, conditionOf(selection.directives));
      if (selection.kind === Kind.FIELD) {
        this.#field(selection, parent, into, included, sizedBy);
        continue;
      }
      const fragment = asInlineFragment(selection, this.#fragments);
      if (!fragment) continue;
      const narrowed = fragment.typeCondition && this.#schema.getType(fragment.typeCondition.name.value);
      const type = isCompositeType(narrowed) ? narrowed : parent;
      this.compile(fragment.selectionSet, type, into, included, sizedBy);
    }
  }

  #field(
    node: FieldNode,
    parent: GraphQLCompositeType,
    into: Map<string, Counted>,
    condition: Condition,
    sizedBy: { readonly listSize: ListSize; readonly size: SizeOf } | undefined,
  ): void {
    const name = node.name.value;
    const key = node.alias?.value ?? name;
    if (name === '__schema' || name === '__type') entry(into, key).once = weightOfIntrospection;
    if (name.startsWith('__') || !('getFields' in parent)) return;
    const field = parent.getFields()[name];
    if (!field) return;
    const counted = entry(into, key);
    const type = getNamedType(field.type);
    const byDefault = isCompositeType(type) ? weightOfObject : 0;
    const weight =
      this.#rules.weightOfField(parent.name, name) ?? this.#rules.weightOfType(type.name) ?? byDefault;
    counted.weight = Math.max(counted.weight, weight);
    if (parent === this.#schema.getMutationType()) counted.once = weightOfMutation;
    counted.conditions.push(condition);
    const argumentCost = costOfArguments(parent.name, field, node, this.#rules);
    if (argumentCost) counted.argumentCosts.push(argumentCost);
    const listSize = this.#rules.listSize(parent.name, name);
    const size = listSize && sizeFrom(listSize, field, node, this.#assumedListSize);
    if (isListType(getNullableType(field.type))) {
      const fromAbove = sizedBy?.listSize.sizedFields.includes(name) ? sizedBy.size : undefined;
      counted.sizes.push(fromAbove ?? size ?? (() => this.#assumedListSize));
    }
    const below = listSize && size && listSize.sizedFields.length > 0 ? { listSize, size } : undefined;
    if (below) counted.sizesBelow.push(below.size);
    if (!node.selectionSet || !isCompositeType(type)) return;
    this.compile(node.selectionSet, type, counted.children, always, below);
  }
}

function entry(into: Map<string, Counted>, key: string): Counted {
  const known = into.get(key);
  if (known) return known;
  const made: Counted = {
    weight: 0,
    once: 0,
    sizes: [],
    sizesBelow: [],
    argumentCosts: [],
    conditions: [],
    children: new Map(),
  };
  into.set(key, made);
  return made;
}

function estimateOf(fields: ReadonlyMap<string, Counted>, variables: Variables): number {
  let sum = 0;
  for (const field of fields.values()) {
    if (!isIncluded(field, variables)) continue;
    for (const size of field.sizesBelow) size(variables);
    const items = field.sizes.length === 0 ? 1 : Math.max(...field.sizes.map((size) => size(variables)));
    sum += items * (field.weight + estimateOf(field.children, variables)) + fixed(field, variables);
  }
  return sum;
}

/** Bytes of a value, its quotes, colon and comma; that of a leaf is a guess: names are what a client chooses. */
const [bytesOfLeaf, bytesOfPunctuation] = [24, 4];

/** Bytes of the fields of one object: the name of each comes back with every item of a list above it. */
function bytesOf(fields: ReadonlyMap<string, Counted>, variables: Variables): number {
  let sum = 0;
  for (const [key, field] of fields) {
    if (!isIncluded(field, variables)) continue;
    const items = field.sizes.length === 0 ? 1 : Math.max(...field.sizes.map((size) => size(variables)));
    const ofItem = field.children.size === 0 ? bytesOfLeaf : bytesOf(field.children, variables);
    sum += key.length + bytesOfPunctuation + items * ofItem;
  }
  return sum;
}

function actualOf(fields: ReadonlyMap<string, Counted>, data: unknown, variables: Variables): number {
  if (typeof data !== 'object' || data === null) return 0;
  let sum = 0;
  for (const [key, field] of fields) {
    if (!Object.hasOwn(data, key)) continue;
    sum += actualOfValue(field, Reflect.get(data, key), variables) + fixed(field, variables);
  }
  return sum;
}

function actualOfValue(field: Counted, value: unknown, variables: Variables): number {
  if (value === null || value === undefined) return 0;
  if (!Array.isArray(value)) return field.weight + actualOf(field.children, value, variables);
  return value.reduce<number>((sum, item) => sum + actualOfValue(field, item, variables), 0);
}

/** The same as a writer of responses counts it. */
function fieldCosts(fields: ReadonlyMap<string, Counted>): FieldCosts {
  const costs = new Map<string, FieldCost>();
  for (const [key, field] of fields) {
    const below = fieldCosts(field.children);
    const isFixed = field.once > 0 || field.argumentCosts.length > 0;
    if (field.weight === 0 && below.size === 0 && !isFixed) continue;
    costs.set(key, {
      weight: field.weight,
      fixed: isFixed ? (variables) => fixed(field, variables) : undefined,
      fields: below,
    });
  }
  return costs;
}

function fixed(field: Counted, variables: Variables): number {
  return field.once + Math.max(0, ...field.argumentCosts.map((cost) => cost(variables)));
}

const isIncluded = ({ conditions }: Counted, variables: Variables) =>
  conditions.length === 0 || conditions.some((condition) => condition(variables));
