import type { Caller } from '@nakku/identity';
import { getVariableValues, OperationTypeNode } from 'graphql';
import type { DocumentNode, GraphQLFormattedError } from 'graphql';
import { LRUCache } from 'lru-cache';
import { SlicingArgumentMissing } from '../policy/cost/listSizes.ts';
import { filterOperation } from '../policy/security/filter.ts';
import type { DeniedPath } from '../policy/security/filter.ts';
import type { EstablishRights } from '../policy/security/policies.ts';
import { isMet } from '../federation/requirements.ts';
import type { Rights } from '../federation/requirements.ts';
import type { SupergraphSnapshot } from '../supergraph/snapshot.ts';
import { noVariables } from '../request/operationCost.ts';
import type { Variables } from '../request/operationCost.ts';
import type { Admitted, Transport } from '../request/admitted.ts';
import type { OperationRequest } from '../request/operationRequest.ts';
import { errorOf, refusal } from '../request/results.ts';
import type { Refusal } from '../request/results.ts';
import { bytesOfDocument, bytesOfText } from './cachedSize.ts';
import { createDocuments } from './documents.ts';
import type { DocumentRules, Documents, ValidOperation } from './documents.ts';
import { malformedCursor } from './resumeCursor.ts';

export type Admit = (
  request: OperationRequest,
  caller: Caller,
  transport: Transport,
) => Promise<Admitted | Refusal>;

export interface AdmissionRules extends DocumentRules {
  /** Whether queries and mutations may come over the WebSocket. */
  readonly socketQueries: boolean;
  /** Estimated cost of one operation; Infinity: any. */
  readonly maxCost: number;
  /** Estimated bytes of one response. */
  readonly maxResponseBytes: number;
  readonly establishRights: EstablishRights;
}

interface Allowed {
  readonly document: DocumentNode | undefined;
  readonly key: string;
  readonly denied: readonly GraphQLFormattedError[];
}

/**
 * The one door of all transports: limits, validation, policy of the transport, variables, authorization. What the
 * caller may not see is taken out, not refused, except for a subscription, of which nothing would be left.
 */
export function createAdmission(
  current: () => SupergraphSnapshot,
  rules: AdmissionRules,
  documents: Documents = createDocuments(rules),
): Admit {
  const filtered = new LRUCache<string, Allowed>({ max: rules.maxCached, maxSize: rules.maxCachedBytes });

  return async (request, caller, transport) => {
    const snapshot = current();
    const read = documents.read(snapshot, request.query, request.operationName);
    if ('kind' in read) return read;
    const misplaced = transportRefusal(read.operation.operation, transport, rules);
    if (misplaced) return misplaced;
    const given = coercedVariables(snapshot, read, request, rules);
    if (given.kind === 'refused') return given;
    const { variables } = given;
    const malformed = malformedCursor(snapshot.resumable, read.document, read.operation, variables);
    if (malformed) return malformed;
    const estimatedCost = estimated(read, variables, rules.maxCost);
    if (typeof estimatedCost !== 'number') return estimatedCost;
    const tooLarge = beyondBytes(read.cost.bytes(variables), rules.maxResponseBytes);
    if (tooLarge) return tooLarge;
    const rights = await rules.establishRights(caller, read.requirements);
    const allowed = allowedPart(snapshot, read, rights, filtered);
    if (!allowed.document && read.operation.operation === OperationTypeNode.SUBSCRIPTION) {
      return { kind: 'refused', status: 200, errors: allowed.denied };
    }
    return {
      kind: 'admitted',
      request,
      transport,
      snapshot,
      document: read.document,
      operation: read.operation,
      text: read.text,
      textHash: read.textHash,
      key: read.key,
      allowed: allowed.document,
      allowedKey: allowed.key,
      denied: allowed.denied,
      cost: read.cost,
      estimatedCost,
      variables,
    };
  };
}

function transportRefusal(
  operation: OperationTypeNode,
  transport: Transport,
  rules: AdmissionRules,
): Refusal | undefined {
  const isSubscription = operation === OperationTypeNode.SUBSCRIPTION;
  switch (transport) {
    case 'get':
    case 'get-stream':
      if (operation === OperationTypeNode.QUERY) return undefined;
      if (isSubscription && transport === 'get-stream') return undefined;
      return { ...refusal(405, 'METHOD_NOT_ALLOWED', 'GET is for queries only'), headers: { allow: 'POST' } };
    case 'post':
      if (!isSubscription) return undefined;
      return refusal(
        406,
        'SUBSCRIPTION_NEEDS_STREAM',
        'Subscribe over WebSocket (graphql-transport-ws), or accept text/event-stream or multipart/mixed',
      );
    case 'websocket':
      if (isSubscription || rules.socketQueries) return undefined;
      return refusal(400, 'OPERATION_NOT_ALLOWED', 'Only subscriptions are allowed over the WebSocket');
    case 'sse':
    case 'multipart':
      return undefined;
  }
}

interface Coerced {
  readonly kind: 'coerced';
  readonly variables: Variables;
}

function coercedVariables(
  snapshot: SupergraphSnapshot,
  { operation, notNull }: ValidOperation,
  request: OperationRequest,
  { maxErrors, suggestions }: DocumentRules,
): Coerced | Refusal {
  const definitions = operation.variableDefinitions;
  if (!definitions || definitions.length === 0) return { kind: 'coerced', variables: noVariables };
  const { errors, coerced } = getVariableValues(
    snapshot.schema,
    definitions,
    { ...request.variables },
    { maxErrors: maxErrors, hideSuggestions: !suggestions },
  );
  if (!errors) {
    const isNull = notNull.find((name) => coerced[name] === null);
    if (isNull === undefined) return { kind: 'coerced', variables: coerced };
    return refusal(400, 'BAD_USER_INPUT', `Variable "$${isNull}" must not be null.`);
  }
  const shown = errors.slice(0, maxErrors).map((e) => errorOf('BAD_USER_INPUT', e.message));
  return { kind: 'refused', status: 400, errors: shown };
}

/** The cost of the operation, if it may be spent on one. */
function estimated({ cost }: ValidOperation, variables: Variables, maxCost: number): number | Refusal {
  try {
    const estimate = cost.estimate(variables);
    return beyondMaximum(estimate, maxCost) ?? estimate;
  } catch (error) {
    if (error instanceof SlicingArgumentMissing) return refusal(400, 'BAD_USER_INPUT', error.message);
    throw error;
  }
}

function beyondBytes(estimated: number, maximum: number): Refusal | undefined {
  if (estimated <= maximum) return undefined;
  const message = `The response would have about ${estimated} bytes, more than ${maximum}: select less, or shorter names`;
  return refusal(400, 'RESPONSE_TOO_LARGE', message, { estimated, maximum });
}

/** Refuses an estimate that is more than one operation may cost. */
export function beyondMaximum(estimated: number, maximum: number): Refusal | undefined {
  if (estimated <= maximum) return undefined;
  const message = `The estimated cost ${estimated} is more than ${maximum}`;
  return refusal(400, 'COST_ESTIMATED_TOO_EXPENSIVE', message, { estimated, maximum });
}

/** What the caller may see of the operation, remembered for each set of requirements that callers meet. */
function allowedPart(
  snapshot: SupergraphSnapshot,
  read: ValidOperation,
  rights: Rights,
  remembered: LRUCache<string, Allowed>,
): Allowed {
  const met = read.requirements.map((requirement) => isMet(requirement, rights));
  if (met.every(Boolean)) return { document: read.document, key: read.key, denied: [] };
  const pattern = met.map((one) => (one ? '1' : '0')).join('');
  const key = `${snapshot.id} ${read.key} ${pattern}`;
  const known = remembered.get(key);
  if (known) return known;
  const { document, denied } = filterOperation(
    snapshot.schema,
    snapshot.rules,
    read.document,
    read.operation,
    (requirement) => isMet(requirement, rights),
  );
  const allowed = { document, key: `${read.key} ${pattern}`, denied: denied.map(deniedError) };
  const size = bytesOfText(key) + (document ? bytesOfDocument(document) : bytesOfDocument(read.document));
  remembered.set(key, allowed, { size });
  return allowed;
}

/** As Apollo Router words it. */
function deniedError(path: DeniedPath): GraphQLFormattedError {
  return errorOf('UNAUTHORIZED_FIELD_OR_TYPE', 'Unauthorized field or type', { path });
}
