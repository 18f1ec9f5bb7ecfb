import type { IncomingMessage } from 'node:http';
import { networkOf } from '@nakku/identity';
import { logger } from '@nakku/telemetry';
import type { Pace } from '../../policy/cost/pace.ts';
import type { RefusedRequests } from '../../policy/cost/refusedRequests.ts';
import { clientIp } from '../../request/clientIp.ts';
import { jsonPage } from '../shared/exchange.ts';
import type { Page } from '../shared/exchange.ts';

/** Files that subgraphs serve to who has a signed link, by path. */
const servedBy: Readonly<Record<string, string>> = { '/invoices': 'orders' };
const MAX_QUERY_LENGTH = 300;
const MAX_BYTES = 4_194_304;

export interface DocumentsOptions {
  /** The GraphQL endpoint of a subgraph; undefined if there is none. */
  readonly urlOf: (subgraph: string) => string | undefined;
  /** Of one address; beyond it requests are refused. */
  readonly pace: Pace;
  readonly refusedRequests: Pick<RefusedRequests, 'blocked'>;
  readonly trustedProxies: number;
  readonly timeoutMs: number;
}

/** Forwards requests of documents to the subgraph that has them; undefined: there is no such document. */
export function createDocuments(
  o: DocumentsOptions,
): (path: string, request: IncomingMessage) => Promise<Page | undefined> {
  const log = logger({ part: 'documents' });
  return async (path, request) => {
    const subgraph = Object.hasOwn(servedBy, path) ? servedBy[path] : undefined;
    const endpoint = subgraph === undefined ? undefined : o.urlOf(subgraph);
    const query = request.url?.split('?')[1] ?? '';
    if (endpoint === undefined || query.length > MAX_QUERY_LENGTH) return undefined;
    const address = clientIp(request, o.trustedProxies);
    const network = networkOf(address);
    if (o.refusedRequests.blocked(address) || o.pace.isFull(network)) {
      return jsonPage(429, { errors: [{ message: 'Too many requests' }] }, { 'retry-after': '1' });
    }
    await o.pace.next(network);
    const url = new URL(path, endpoint);
    url.search = query;
    try {
      const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(o.timeoutMs) });
      const body = Buffer.from(await response.arrayBuffer());
      if (response.status === 404) return undefined;
      if (!response.ok || body.length > MAX_BYTES)
        throw new Error(`${subgraph} responded ${response.status}`);
      return { status: 200, headers: headersOf(response.headers), body };
    } catch (err) {
      log.error({ err, subgraph, path }, 'a document could not be fetched');
      return jsonPage(503, { errors: [{ message: 'Try again later' }] }, { 'retry-after': '5' });
    }
  };
}

const FORWARDED = ['content-type', 'content-disposition', 'cache-control'];

function headersOf(headers: Headers): Record<string, string> {
  return Object.fromEntries(FORWARDED.map((name) => [name, headers.get(name)]).filter(hasValue));
}

const hasValue = (entry: (string | null | undefined)[]): entry is [string, string] =>
  typeof entry[1] === 'string';
