import {
  getDirectiveValues,
  getNamedType,
  getNullableType,
  getOperationAST,
  getVariableValues,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isListType,
  isObjectType,
  Kind,
  parse,
  valueFromASTUntyped,
} from 'graphql';
import type {
  DocumentNode,
  FieldNode,
  GraphQLNamedType,
  GraphQLObjectType,
  GraphQLOutputType,
  GraphQLSchema,
  SelectionSetNode,
} from 'graphql';
import { isJsonObject } from '../../src/subgraphs/json.ts';
import type { SubgraphResponse } from '../../src/subgraphs/subgraphRequest.ts';
import { chanceOf, isHit } from './chance.ts';

type Variables = Readonly<Record<string, unknown>>;
type Path = readonly (string | number)[];

export interface StubOptions {
  readonly name: string;
  readonly schema: GraphQLSchema;
  /** The types of the supergraph, for those that this subgraph does not know. */
  readonly joined: GraphQLSchema;
  readonly seed: string;
  /** How often something goes wrong, at every place. */
  readonly trouble: number;
}

/**
 * A subgraph that responds to anything. What a field of an object is depends on that object and the field alone, not on
 * how it was fetched; and so does what goes wrong: null where none may be, values and types that are none, errors,
 * entities that are gone, whole responses that fail.
 */
export function stubSubgraph(o: StubOptions) {
  return (query: string, variables: Variables): SubgraphResponse =>
    Responder.of(o, parse(query), variables).respond();
}

class Responder {
  readonly #o: StubOptions;
  readonly #document: DocumentNode;
  readonly #variables: Variables;
  readonly #errors: { message: string; path: Path }[] = [];

  constructor(o: StubOptions, document: DocumentNode, variables: Variables) {
    this.#o = o;
    this.#document = document;
    this.#variables = variables;
  }

  static of(o: StubOptions, document: DocumentNode, given: Variables): Responder {
    const { representations, ...own } = given;
    const definitions = (getOperationAST(document)?.variableDefinitions ?? []).filter(
      ({ variable }) => variable.name.value !== 'representations',
    );
    const { coerced, errors } = getVariableValues(o.schema, definitions, own);
    if (errors) throw new Error(`${o.name} got wrong variables: ${errors[0]?.message}`);
    return new Responder(o, document, { ...coerced, representations });
  }

  respond(): SubgraphResponse {
    const operation = getOperationAST(this.#document);
    if (!operation) throw new Error('no operation');
    const fields = this.#fieldsOf(operation.selectionSet);
    const shape = fields
      .map((field) => field.name.value + JSON.stringify(field.selectionSet?.selections.length))
      .join();
    const chance = chanceOf(`${this.#o.seed} response ${this.#o.name} ${shape}`);
    if (isHit(chance, this.#o.trouble / 2)) return { data: null, errors: this.#wholeErrors(fields) };
    const data: Record<string, unknown> = {};
    const root = this.#o.schema.getRootType(operation.operation);
    if (!root) throw new Error(`${this.#o.name} has no ${operation.operation}`);
    for (const field of fields) {
      const key = keyOf(field);
      if (field.name.value === '__typename') data[key] = root.name;
      else if (field.name.value === '_entities') data[key] = this.#entities(field);
      else this.#field(root, `${this.#o.name} ${operation.operation}`, field, data, [key]);
    }
    return { data, ...(this.#errors.length > 0 ? { errors: this.#errors } : {}) };
  }

  /** As the client of a subgraph places them. */
  #wholeErrors(fields: readonly FieldNode[]): { message: string; path: Path }[] {
    const keys = fields.filter(({ name }) => name.value !== '_entities').map(keyOf);
    const message = `${this.#o.name} is down`;
    return keys.length === 0 ? [{ message, path: [] }] : keys.map((key) => ({ message, path: [key] }));
  }

  #entities(field: FieldNode): unknown[] {
    const { representations } = this.#variables;
    if (!Array.isArray(representations)) throw new Error('representations are missing');
    return representations.map((one: unknown, i) => {
      if (!isJsonObject(one)) throw new Error('a representation is no object');
      const type = this.#o.schema.getType(String(one.__typename));
      if (!isCompositeType(type) || !field.selectionSet) return null;
      return this.#object(type, `${type.name}#${identityOf(one)}`, field.selectionSet, ['_entities', i]);
    });
  }

  /** @param given what the object is; fields of it have the same values wherever it is fetched */
  #object(type: GraphQLNamedType, given: string, set: SelectionSetNode, path: Path): unknown {
    const actual = this.#actual(type, given);
    if (!actual) return null;
    // However it is reached, an entity is the same.
    const identity = isEntity(this.#o.joined, actual) ? `${actual.name}#${this.#idOf(given)}` : given;
    const chance = chanceOf(`${this.#o.seed} object ${this.#o.name} ${identity}`);
    if (isHit(chance, this.#o.trouble)) return null;
    const data: Record<string, unknown> = {};
    for (const field of this.#fieldsOf(set, actual)) {
      const key = keyOf(field);
      if (field.name.value === '__typename')
        data[key] = isHit(chance, this.#o.trouble / 4)
          ? chance.pick(['Nobody', 'Book', 'Song', ''])
          : actual.name;
      else this.#field(actual, identity, field, data, [...path, key]);
    }
    return data;
  }

  #actual(type: GraphQLNamedType, identity: string): GraphQLObjectType | undefined {
    if (isObjectType(type)) return type;
    if (!isAbstractType(type)) return undefined;
    const { schema, joined } = this.#o;
    const known = joined.getType(type.name);
    const names = (isAbstractType(known) ? joined.getPossibleTypes(known) : [])
      .map(({ name }) => name)
      .sort();
    const types = names.map((name) => schema.getType(name)).filter(isObjectType);
    return types.length > 0 ? chanceOf(`type ${this.#idOf(identity)}`).pick(types) : undefined;
  }

  /** All types that implement one interface share their ids, so that an id has one type in every subgraph. */
  readonly #idOf = (identity: string): string => identity.slice(identity.lastIndexOf('#') + 1);

  #field(
    parent: GraphQLObjectType,
    identity: string,
    node: FieldNode,
    data: Record<string, unknown>,
    path: Path,
  ): void {
    const key = keyOf(node);
    const field = parent.getFields()[node.name.value];
    if (!field) throw new Error(`${this.#o.name}: ${parent.name} has no ${node.name.value}`);
    const args = Object.fromEntries(
      (node.arguments ?? []).map(({ name, value }) => [
        name.value,
        valueFromASTUntyped(value, this.#variables),
      ]),
    );
    const place = `${identity}.${node.name.value}(${JSON.stringify(args)})`;
    const chance = chanceOf(`${this.#o.seed} field ${this.#o.name} ${place}`);
    if (isHit(chance, this.#o.trouble)) {
      data[key] = null;
      this.#errors.push({ message: `${this.#o.name} failed at ${place}`, path });
      return;
    }
    if (isHit(chance, this.#o.trouble / 8)) return;
    const value = this.#value(field.type, place, identity, node, path);
    const before = data[key];
    if (isJsonObject(before) && isJsonObject(value)) Object.assign(before, value);
    else Object.defineProperty(data, key, { value, enumerable: true, writable: true, configurable: true });
  }

  #value(type: GraphQLOutputType, place: string, owner: string, node: FieldNode, path: Path): unknown {
    const nullable = getNullableType(type);
    const own = chanceOf(`${this.#o.seed} value ${place}`);
    const bad = chanceOf(`${this.#o.seed} bad ${this.#o.name} ${place}`);
    if (isHit(bad, this.#o.trouble)) return null;
    if (nullable === type && isHit(own, 0.1)) return null;
    if (isHit(bad, this.#o.trouble))
      return bad.pick<unknown>([5, 'text', [], [1], {}, true, 2 ** 40, 1.5, ['x', null]]);
    if (isListType(nullable)) {
      const item = nullable.ofType;
      return Array.from({ length: own.whole(4) }, (_, i) =>
        this.#value(item, `${place}[${i}]`, owner, node, [...path, i]),
      );
    }
    const named = getNamedType(nullable);
    if (isCompositeType(named)) {
      if (!node.selectionSet) throw new Error('an object without selections');
      return this.#object(named, this.#identityAt(named, place), node.selectionSet, path);
    }
    if (isEnumType(named)) {
      const values = named.getValues().map(({ name }) => name);
      return isHit(bad, this.#o.trouble) ? bad.pick(['NOTHING', 'WORST']) : own.pick(values);
    }
    if (node.name.value === 'id' || node.name.value === 'code') {
      const id = this.#idOf(owner);
      return node.name.value === 'id' ? id : `c${id}`;
    }
    return leaf(named.name, own.whole(90));
  }

  /** One of a few entities, or a value that belongs to its field. */
  #identityAt(type: GraphQLNamedType, place: string): string {
    const id = chanceOf(`${this.#o.seed} reference ${place}`).whole(5);
    return isEntity(this.#o.joined, type) ? `${type.name}#${id}` : `${place.replaceAll('#', '/')}#${id}`;
  }

  #fieldsOf(set: SelectionSetNode, type?: GraphQLObjectType): FieldNode[] {
    return set.selections.flatMap((one): FieldNode[] => {
      const skip = getDirectiveValues(GraphQLSkipDirective, one, this.#variables);
      const include = getDirectiveValues(GraphQLIncludeDirective, one, this.#variables);
      if (skip?.if === true || include?.if === false) return [];
      if (one.kind === Kind.FIELD) return [one];
      const fragment = one.kind === Kind.INLINE_FRAGMENT ? one : this.#fragment(one.name.value);
      const condition = fragment.typeCondition && this.#o.schema.getType(fragment.typeCondition.name.value);
      const applies =
        !condition ||
        !type ||
        condition === type ||
        (isAbstractType(condition) && this.#o.schema.isSubType(condition, type));
      return applies ? this.#fieldsOf(fragment.selectionSet, type) : [];
    });
  }

  #fragment(name: string) {
    for (const one of this.#document.definitions)
      if (one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === name) return one;
    throw new Error(`no fragment ${name}`);
  }
}

const keyOf = (node: FieldNode): string => node.alias?.value ?? node.name.value;

/** Whether objects of a type have the same identity in every subgraph: those that have an id. */
function isEntity(joined: GraphQLSchema, { name }: GraphQLNamedType): boolean {
  const type = joined.getType(name);
  if (isAbstractType(type)) return joined.getPossibleTypes(type).every((one) => isEntity(joined, one));
  return isObjectType(type) && 'id' in type.getFields();
}

function identityOf({ __typename: _, id, code, ...rest }: Record<string, unknown>): string {
  if (typeof id === 'string' || typeof id === 'number') return String(id);
  return typeof code === 'string' ? code.slice(1) : JSON.stringify(rest);
}

function leaf(type: string, value: number): unknown {
  switch (type) {
    case 'Int':
      return value;
    case 'Float':
      return value / 4;
    case 'Boolean':
      return value % 2 === 0;
    case 'ID':
    case 'String':
      return `text "${value}" ü`;
    default:
      return value % 3 === 0 ? { any: [value, null] } : value;
  }
}
