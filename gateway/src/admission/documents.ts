import { hash } from 'node:crypto';
import {
  getOperationAST,
  GraphQLError,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import type { DocumentNode, GraphQLFormattedError, OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { exceededComparisons } from '../policy/cost/comparisons.ts';
import type { ComparisonLimits } from '../policy/cost/comparisons.ts';
import { costModel } from '../policy/cost/costModel.ts';
import type { CostModel } from '../request/operationCost.ts';
import { requirementsIn } from '../policy/security/filter.ts';
import type { Requirement } from '../federation/requirements.ts';
import type { SupergraphSnapshot } from '../supergraph/snapshot.ts';
import { errorOf, refusal } from '../request/results.ts';
import type { Refusal } from '../request/results.ts';
import { chosenOperation } from '../federation/chosenOperation.ts';
import { exceededLimit } from '../federation/limits.ts';
import type { OperationLimits } from '../federation/limits.ts';
import { bytesOfDocument, bytesOfText, keptDocument } from './cachedSize.ts';
import type { KeptDocument } from './cachedSize.ts';
import { withLocations } from './errorLocations.ts';
import { notNullVariables } from './nullVariables.ts';
import { reservedNames } from './reservedNames.ts';
import { conditionsAtSubscriptionRoot } from './subscriptionRoot.ts';

/** A parsed, bounded and valid operation; what the caller may see of it is not decided here. */
export interface ValidOperation {
  /** Of the operation and its fragments alone. */
  readonly text: string;
  /** sha256 of `text`, hex. */
  readonly textHash: string;
  /** Identifies text and operation. */
  readonly key: string;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly requirements: readonly Requirement[];
  readonly cost: CostModel;
  /** Variables that may be left out but must not be null. */
  readonly notNull: readonly string[];
}

export interface DocumentRules {
  readonly limits: OperationLimits & ComparisonLimits & { readonly tokens: number };
  readonly introspection: boolean;
  /** "Did you mean" tells what the schema hides. */
  readonly suggestions: boolean;
  /** Items of a list about which the schema says nothing. */
  readonly assumedListSize: number;
  /** How many errors a response has at most. */
  readonly maxErrors: number;
  /** How many operations are remembered, and how many bytes they take together, roughly. */
  readonly maxCached: number;
  readonly maxCachedBytes: number;
}

export interface Documents {
  /** Identifies an operation in the text of a document. */
  keyOf(text: string, operationName: string | undefined): string;
  /** Whether an operation is remembered: reading it costs nothing. */
  has(snapshot: SupergraphSnapshot, text: string, operationName: string | undefined): boolean;
  /** Bytes that those of a supergraph take. */
  bytes(snapshot: SupergraphSnapshot): number;
  read(
    snapshot: SupergraphSnapshot,
    text: string,
    operationName: string | undefined,
  ): ValidOperation | Refusal;
}

/** Parses and validates operations, remembering the good ones of each supergraph. */
export function createDocuments(rules: DocumentRules): Documents {
  const caches = new WeakMap<SupergraphSnapshot, LRUCache<string, ValidOperation>>();
  const cacheOf = (snapshot: SupergraphSnapshot) => {
    const known = caches.get(snapshot);
    if (known) return known;
    const cache = new LRUCache<string, ValidOperation>({
      max: rules.maxCached,
      maxSize: rules.maxCachedBytes,
    });
    caches.set(snapshot, cache);
    return cache;
  };
  let last = { text: '', operationName: '', key: '' };
  /** Remembers the last: whether an operation is known, and what it is, is asked one after the other. */
  const keyOf = (text: string, operationName = ''): string => {
    if (last.text !== text || last.operationName !== operationName)
      last = { text, operationName, key: `${sha256(text)} ${operationName}` };
    return last.key;
  };
  return {
    keyOf,
    bytes: (snapshot) => cacheOf(snapshot).calculatedSize,
    has: (snapshot, text, operationName) => cacheOf(snapshot).has(keyOf(text, operationName)),
    read(snapshot, text, operationName) {
      const cache = cacheOf(snapshot);
      const key = keyOf(text, operationName);
      const known = cache.get(key);
      if (known) return known;
      const read = readNew(snapshot, text, operationName, rules);
      if ('kind' in read) return read;
      const operation = { ...read, textHash: sha256(read.text), key };
      cache.set(key, operation, { size: bytesOfDocument(read.document) + bytesOfText(read.text) });
      return operation;
    },
  };
}

const sha256 = (text: string) => hash('sha256', text, 'hex');

function readNew(
  snapshot: SupergraphSnapshot,
  text: string,
  operationName: string | undefined,
  rules: DocumentRules,
): Omit<ValidOperation, 'textHash' | 'key'> | Refusal {
  const whole = parseBounded(text, rules.limits.tokens);
  if (whole.kind === 'refused') return whole;
  const operation = getOperationAST(whole, operationName);
  if (!operation) {
    return operationName === undefined
      ? refusal(400, 'OPERATION_RESOLUTION_FAILURE', 'Say by operationName which operation is meant')
      : refusal(400, 'OPERATION_RESOLUTION_FAILURE', 'The document has no operation of that name');
  }
  const document = chosenOperation(whole, operation);
  const limit =
    exceededLimit(document, operation, rules.limits)?.limit ??
    exceededComparisons(document, operation, rules.limits);
  if (limit) {
    const allowed = rules.limits[limit];
    const text = `At most ${allowed} ${wordsFor[limit]} are allowed`;
    return refusal(400, 'OPERATION_TOO_LARGE', text, { limit, allowed });
  }
  const errors = validationErrors(snapshot, document, operation, rules, (found) =>
    withLocations(found, text, whole),
  );
  if (errors.length > 0) return { kind: 'refused', status: 400, errors };
  return derived(snapshot, keptDocument(document), operationName, rules);
}

/** What is remembered of a valid operation: nothing of the text that the client wrote it in. */
function derived(
  snapshot: SupergraphSnapshot,
  { text, document }: KeptDocument,
  operationName: string | undefined,
  rules: DocumentRules,
): Omit<ValidOperation, 'textHash' | 'key'> {
  const operation = getOperationAST(document, operationName);
  if (!operation) throw new Error('a valid document has lost its operation');
  return {
    text,
    document,
    operation,
    requirements: requirementsIn(snapshot.schema, snapshot.rules, document, operation),
    cost: costModel(snapshot.schema, snapshot.costs, document, operation, rules.assumedListSize),
    notNull: notNullVariables(snapshot.schema, document, operation),
  };
}

const wordsFor = {
  depth: 'levels of fields',
  aliases: 'aliases',
  rootFields: 'root fields',
  directives: 'directives',
  selections: 'fields',
  nameLength: 'characters in a name',
  fragments: 'fragments',
  comparisons: 'pairs of fields of one name',
} as const satisfies Record<keyof OperationLimits | keyof ComparisonLimits, string>;

function parseBounded(text: string, maxTokens: number): DocumentNode | Refusal {
  try {
    // Locations are half of what parsing costs; errors get theirs when there are some.
    return parse(text, { maxTokens, noLocation: true });
  } catch (error) {
    if (error instanceof GraphQLError) {
      const { message, locations } = error.toJSON();
      const parsed = errorOf('GRAPHQL_PARSE_FAILED', message, locations ? { locations } : {});
      return { kind: 'refused', status: 400, errors: [parsed] };
    }
    // Thousands of nested braces exhaust the parser's stack.
    if (error instanceof RangeError)
      return refusal(400, 'GRAPHQL_PARSE_FAILED', 'The document is nested too deep');
    throw error;
  }
}

function validationErrors(
  snapshot: SupergraphSnapshot,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  rules: DocumentRules,
  located: (errors: readonly GraphQLError[]) => readonly GraphQLError[],
): GraphQLFormattedError[] {
  const checks = rules.introspection ? specifiedRules : [...specifiedRules, NoSchemaIntrospectionCustomRule];
  const { maxErrors, suggestions } = rules;
  const conditions = conditionsAtSubscriptionRoot(document, operation);
  const errors =
    conditions.length > 0
      ? conditions
      : validate(snapshot.schema, document, checks, { maxErrors, hideSuggestions: !suggestions });
  const shown = errors.length > 0 ? errors : reservedNames(snapshot.schema, snapshot.keyFields, document);
  if (shown.length === 0) return [];
  return located(shown.slice(0, maxErrors)).map((error) => {
    const { message, locations } = error.toJSON();
    return errorOf('GRAPHQL_VALIDATION_FAILED', message, locations ? { locations } : {});
  });
}
