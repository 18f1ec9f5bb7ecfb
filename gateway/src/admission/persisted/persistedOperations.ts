import { counter } from '@nakku/telemetry';
import type { Logger } from '@nakku/telemetry';
import { parse, print, visit } from 'graphql';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { OperationRequest } from '../../request/operationRequest.ts';
import { refusal } from '../../request/results.ts';
import type { Refusal } from '../../request/results.ts';
import type { DocumentStore } from './documentStore.ts';
import { sha256 } from './manifest.ts';
import type { Safelist } from './manifest.ts';

export type PersistedMode = 'off' | 'log-unknown' | 'safelist';

/** A request with its text, and what to do once it is found to be good. */
export interface Resolved {
  readonly kind: 'resolved';
  readonly request: OperationRequest;
  /** Cost of registering the text, beside that of running it. */
  readonly registrationCost: number;
  /** Registers the text in the name of a client; only what was admitted is kept for others. */
  readonly register: (client: string) => void;
}

/** Finds the text of a request that names it by a hash, and refuses what the mode does not allow. */
export type ResolvePersisted = (request: OperationRequest) => Promise<Resolved | Refusal>;

const persistedQuerySchema = z.object({ version: z.literal(1), sha256Hash: z.string().min(1).max(256) });
const maxRemembered = 10_000;
/** Characters of a name and of a text in the log; the hash tells texts apart. */
const [maxLoggedName, maxLoggedText] = [64, 4_000];
/** Tokens of an operation that is logged with its text. */
const maxLoggedTokens = 1_000;
/** Characters of a registered text that cost as much as one field: it takes memory of everybody for days. */
const charactersPerCost = 64;

/** The policy for persisted operations, the same for every transport. */
export function createPersistedOperations(o: {
  readonly mode: PersistedMode;
  readonly requireId: boolean;
  readonly safelist: () => Safelist;
  /** Undefined: clients may not register operations. */
  readonly store: DocumentStore | undefined;
  readonly log: Logger;
}): ResolvePersisted {
  const outcomes = counter(
    'persisted_operations_total',
    'Operations by how their text was found',
    ['outcome'],
    (['listed', 'unknown', 'missing'] as const).map((outcome) => ({ outcome })),
  );
  const logged = new LRUCache<string, true>({ max: maxRemembered });
  const automatic = o.mode === 'safelist' ? undefined : o.store;

  const refused = (outcome: string, status: number, code: string, message: string): Refusal => {
    outcomes.inc({ outcome });
    return refusal(status, code, message);
  };
  const resolved = (outcome: string, request: OperationRequest, hash?: string): Resolved => {
    outcomes.inc({ outcome });
    const { persistedQuery: _, ...extensions } = request.extensions ?? {};
    const { query } = request;
    const plain = { kind: 'resolved', request: { ...request, extensions } } as const;
    if (hash === undefined || !automatic) return { ...plain, registrationCost: 0, register: () => undefined };
    return {
      ...plain,
      registrationCost: Math.ceil(query.length / charactersPerCost),
      register: (client) => automatic.put(hash, query, client),
    };
  };

  return async (request) => {
    const named = request.extensions?.persistedQuery;
    if (named === undefined) return byText(request);
    const parsed = persistedQuerySchema.safeParse(named);
    if (!parsed.success) return refusal(400, 'BAD_REQUEST', '`extensions.persistedQuery` is malformed');
    const hash = parsed.data.sha256Hash;
    const body = o.safelist().bodyOf(hash);
    if (request.query === '') return body === undefined ? byHash(request, hash) : listed(request, body);
    if (sha256(request.query) !== hash && request.query !== body) {
      return refused('mismatch', 400, 'PERSISTED_QUERY_HASH_MISMATCH', 'The hash is not that of the query');
    }
    return byText(request, hash);
  };

  function listed(request: OperationRequest, query: string): Resolved {
    return resolved('listed', { ...request, query });
  }

  async function byHash(request: OperationRequest, hash: string): Promise<Resolved | Refusal> {
    if (o.mode === 'safelist') {
      return refused(
        'unknown',
        404,
        'PERSISTED_QUERY_NOT_IN_LIST',
        'No manifest has an operation of that id',
      );
    }
    if (!automatic)
      return refused('unsupported', 400, 'PERSISTED_QUERY_NOT_SUPPORTED', 'PersistedQueryNotSupported');
    const query = await automatic.get(hash);
    if (query === undefined)
      return refused('missing', 400, 'PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound');
    return checked('registered', { ...request, query });
  }

  function byText(request: OperationRequest, hash?: string): Resolved | Refusal {
    if (o.mode === 'safelist' && o.requireId && hash === undefined) {
      return refused(
        'no id',
        400,
        'PERSISTED_QUERY_ID_REQUIRED',
        'Name the operation by its id in a manifest',
      );
    }
    return checked('text', request, hash);
  }

  /** What came as text or by registration, measured against the manifests. */
  function checked(outcome: string, request: OperationRequest, hash?: string): Resolved | Refusal {
    if (o.mode === 'off') return resolved(outcome, request, hash);
    if (o.safelist().hasBody(request.query)) return resolved('listed', request);
    if (o.mode === 'safelist') {
      return refused('unknown', 403, 'QUERY_NOT_IN_SAFELIST', 'No manifest has this operation');
    }
    logUnknown(request);
    return resolved('unknown', request, hash);
  }

  /** Each text once: a busy unknown operation is one line, not thousands. */
  function logUnknown({ query, operationName }: OperationRequest): void {
    const hash = sha256(query);
    if (logged.has(hash)) return;
    logged.set(hash, true);
    const name = operationName?.slice(0, maxLoggedName);
    const shape = withoutValues(query)?.slice(0, maxLoggedText);
    o.log.warn({ operationName: name, hash, query: shape }, 'an operation that is in no manifest');
  }
}

/** The text with no value that a client wrote into it; undefined if it is no document of a usual size. */
function withoutValues(text: string): string | undefined {
  try {
    const document = parse(text, { noLocation: true, maxTokens: maxLoggedTokens });
    return print(
      visit(document, {
        StringValue: (node) => ({ ...node, value: '', block: false }),
        IntValue: (node) => ({ ...node, value: '0' }),
        FloatValue: (node) => ({ ...node, value: '0' }),
      }),
    );
  } catch {
    return undefined;
  }
}
