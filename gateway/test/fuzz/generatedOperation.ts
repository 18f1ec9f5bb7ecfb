import type { Draws } from '@nakku/platform';
import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import type { GraphQLCompositeType, GraphQLField, GraphQLInputType, GraphQLSchema } from 'graphql';
import { isHit } from './chance.ts';

export interface GeneratedOperation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const aliases = ['a', 'b', 'c', 'toString', 'constructor'];
const introspections = [
  '__schema { queryType { name } }',
  't: __type(name: "Query") { kind fields { name } }',
  '__schema { types { name ...OnType } }',
];

/**
 * An operation by chance over what clients see of a schema. Fields may clash, so that it need not be valid.
 * @param depth of its selections at most
 */
export function generatedOperation(schema: GraphQLSchema, random: Draws, depth = 5): GeneratedOperation {
  const kind = random.pick([
    'query',
    'query',
    'query',
    'query',
    'query',
    'query',
    'mutation',
    'subscription',
  ]);
  const kinds = {
    query: schema.getQueryType(),
    mutation: schema.getMutationType(),
    subscription: schema.getSubscriptionType(),
  };
  const [keyword, root] = Object.entries(kinds).find(([name, type]) => name === kind && type) ?? [
    'query',
    kinds.query,
  ];
  if (!root) throw new Error('the schema has no queries');
  const generator = new Generator(schema, random);
  const body =
    keyword === 'subscription' ? generator.single(root, depth) : generator.selections(root, depth, true);
  const head = generator.variableDefinitions();
  const name = isHit(random, 0.5) ? ' Some' : '';
  return {
    query: `${keyword}${name}${head} ${body}\n${generator.fragments.join('\n')}`,
    variables: generator.variables,
  };
}

class Generator {
  readonly fragments: string[] = [];
  readonly variables: Record<string, unknown> = {};
  readonly #definitions: string[] = [];
  readonly #schema: GraphQLSchema;
  readonly #random: Draws;
  /** Names of variables by what decides: there are few, so that selections share them. */
  readonly #decisive = new Map<string, string>();

  constructor(schema: GraphQLSchema, random: Draws) {
    this.#schema = schema;
    this.#random = random;
  }

  variableDefinitions(): string {
    return this.#definitions.length === 0 ? '' : `(${this.#definitions.join(', ')})`;
  }

  /** The one field of a subscription. */
  single(type: GraphQLCompositeType, depth: number): string {
    return `{ ${this.#field(type, depth, false)} }`;
  }

  selections(type: GraphQLCompositeType, depth: number, isRoot = false): string {
    const count = 1 + this.#random.whole(isRoot ? 3 : 4);
    const parts = Array.from({ length: count }, () => this.#selection(type, depth, isRoot));
    return `{ ${parts.join(' ')} }`;
  }

  #selection(type: GraphQLCompositeType, depth: number, isRoot: boolean): string {
    const roll = this.#random.next();
    if (roll < 0.08) return `${isHit(this.#random, 0.4) ? 'typeIs: ' : ''}__typename${this.#directives()}`;
    if (isRoot && type === this.#schema.getQueryType() && roll < 0.1) return this.#introspection();
    const isNarrow = isAbstractType(type) ? 0.5 : 0.2;
    if (depth > 0 && roll < 0.1 + isNarrow) return this.#fragment(type, depth, isRoot);
    return this.#field(type, depth);
  }

  #introspection(): string {
    const text = this.#random.pick(introspections);
    const isNew = !this.fragments.some((one) => one.includes('OnType'));
    if (text.includes('OnType') && isNew) this.fragments.push('fragment OnType on __Type { kind }');
    return text;
  }

  #fragment(type: GraphQLCompositeType, depth: number, isRoot: boolean): string {
    const conditions = isRoot ? [type] : this.#overlapping(type);
    const condition = this.#random.pick(conditions);
    const roll = this.#random.next();
    const body = this.selections(condition, depth - 1, isRoot);
    if (roll < 0.25) {
      const name = `F${this.fragments.length}`;
      this.fragments.push(`fragment ${name} on ${condition.name} ${body}`);
      return `...${name}${this.#directives()}`;
    }
    if (roll < 0.4 && condition === type) return `...${this.#directives()} ${body}`;
    return `... on ${condition.name}${this.#directives()} ${body}`;
  }

  #overlapping(type: GraphQLCompositeType): GraphQLCompositeType[] {
    const possible = this.#possible(type);
    return Object.values(this.#schema.getTypeMap())
      .filter(isCompositeType)
      .filter(({ name }) => !name.startsWith('__'))
      .filter((one) => [...this.#possible(one)].some((name) => possible.has(name)));
  }

  #possible(type: GraphQLCompositeType): Set<string> {
    const types = isAbstractType(type) ? this.#schema.getPossibleTypes(type) : [type];
    return new Set(types.map(({ name }) => name));
  }

  #field(type: GraphQLCompositeType, depth: number, mayBeLeftOut = true): string {
    if (!('getFields' in type)) return '__typename';
    const fields = Object.values(type.getFields()).filter(
      (one) => depth > 0 || !isCompositeType(getNamedType(one.type)),
    );
    if (fields.length === 0) return '__typename';
    const field = this.#random.pick(fields);
    const alias = isHit(this.#random, 0.15) ? `${this.#random.pick(aliases)}: ` : '';
    const named = getNamedType(field.type);
    const body = isCompositeType(named) ? ` ${this.selections(named, depth - 1)}` : '';
    return `${alias}${field.name}${this.#arguments(field)}${mayBeLeftOut ? this.#directives() : ''}${body}`;
  }

  #arguments({ args }: GraphQLField<unknown, unknown>): string {
    const given = args
      .filter(
        ({ type, defaultValue }) =>
          (isNonNullType(type) && defaultValue === undefined) || isHit(this.#random, 0.4),
      )
      .map(({ name, type }) => `${name}: ${this.#argument(type)}`);
    return given.length === 0 ? '' : `(${given.join(', ')})`;
  }

  #argument(type: GraphQLInputType): string {
    if (isHit(this.#random, 0.6)) return this.#literal(type, 2);
    const name = `v${this.#definitions.length}`;
    this.#definitions.push(`$${name}: ${type.toString()}`);
    // What may be left out is left out at times.
    if (isNonNullType(type) || isHit(this.#random, 0.7)) this.variables[name] = this.#value(type, 2);
    return `$${name}`;
  }

  #directives(): string {
    if (!isHit(this.#random, 0.12)) return '';
    const directive = this.#random.pick(['skip', 'include']);
    if (isHit(this.#random, 0.25)) return ` @${directive}(if: ${isHit(this.#random, 0.5)})`;
    return ` @${directive}(if: $${this.#decision()})`;
  }

  #decision(): string {
    const kind = this.#random.pick(['x', 'y', 'z']);
    const known = this.#decisive.get(kind);
    if (known !== undefined) return known;
    const name = `is${kind}`;
    this.#decisive.set(kind, name);
    const hasDefault = isHit(this.#random, 0.5);
    this.#definitions.push(`$${name}: Boolean${hasDefault ? ` = ${isHit(this.#random, 0.5)}` : '!'}`);
    if (!hasDefault || isHit(this.#random, 0.5)) this.variables[name] = isHit(this.#random, 0.5);
    return name;
  }

  #literal(type: GraphQLInputType, depth: number): string {
    return literalOf(this.#value(type, depth), type);
  }

  #value(type: GraphQLInputType, depth: number): unknown {
    if (isNonNullType(type)) return this.#value(type.ofType, depth);
    if (isListType(type)) return [this.#value(type.ofType, depth)];
    if (isEnumType(type)) return this.#random.pick(type.getValues()).name;
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields()).filter(
        (one) =>
          (isNonNullType(one.type) && one.defaultValue === undefined) ||
          (depth > 0 && isHit(this.#random, 0.3)),
      );
      const chosen = type.isOneOf ? [this.#random.pick(Object.values(type.getFields()))] : fields;
      return Object.fromEntries(chosen.map((one) => [one.name, this.#value(one.type, depth - 1)]));
    }
    switch (type.name) {
      case 'Int':
        return this.#random.whole(20);
      case 'Float':
        return this.#random.whole(20) / 2;
      case 'Boolean':
        return isHit(this.#random, 0.5);
      default:
        return String(this.#random.whole(5));
    }
  }
}

function literalOf(value: unknown, type: GraphQLInputType): string {
  const named = isNonNullType(type) ? type.ofType : type;
  if (isListType(named)) {
    const item = named.ofType;
    return Array.isArray(value) ? `[${value.map((one) => literalOf(one, item)).join(', ')}]` : 'null';
  }
  if (isEnumType(named)) return String(value);
  if (isInputObjectType(named) && typeof value === 'object' && value !== null) {
    const fields = named.getFields();
    const parts = Object.entries(value).map(([key, one]) => {
      const field = fields[key];
      return field ? `${key}: ${literalOf(one, field.type)}` : '';
    });
    return `{ ${parts.join(', ')} }`;
  }
  return JSON.stringify(value);
}
