import { LRUCache } from 'lru-cache';
import type { Cancellable } from '../request/deadline.ts';
import type { ExecutionContext } from '../request/executionContext.ts';
import { bodyOf } from './subgraphRequest.ts';
import type { SubgraphRequest, SubgraphResponse } from './subgraphRequest.ts';

/** Equal reads of strangers that are on their way to one subgraph at once. */
export interface SharedReads {
  /**
   * The response of an equal read that is on its way, or else that of `send`. Only queries of callers without token and
   * cart share, all of whom are one class, and only what the subgraph calls public.
   */
  fetch(
    request: SubgraphRequest,
    context: ExecutionContext,
    send: () => Promise<SubgraphResponse>,
  ): Promise<SubgraphResponse>;
}

interface Read {
  joiners: number;
  /** The data for joiners as JSON: whoever sent it goes on with the data itself, and changes it. */
  json?: string;
  readonly response: Promise<SubgraphResponse>;
}

/** Texts of requests whose last response was public. */
const maxPublicTexts = 1_000;

export function createSharedReads(): SharedReads {
  const publicTexts = new LRUCache<string, true>({ max: maxPublicTexts });
  const running = new Map<string, Read>();

  function note(query: string, response: SubgraphResponse): SubgraphResponse {
    if (isPublic(response)) publicTexts.set(query, true);
    else publicTexts.delete(query);
    return response;
  }

  function lead(
    key: string,
    { query }: SubgraphRequest,
    send: () => Promise<SubgraphResponse>,
  ): Promise<SubgraphResponse> {
    const read: Read = {
      joiners: 0,
      response: send()
        .finally(() => running.delete(key))
        .then((response) => {
          if (read.joiners > 0 && isPublic(response)) read.json = JSON.stringify(response.data);
          return note(query, response);
        }),
    };
    running.set(key, read);
    return read.response;
  }

  return {
    async fetch(request, context, send) {
      if (!isStrangersQuery(context)) return send();
      if (!publicTexts.has(request.query)) return note(request.query, await send());
      const key = bodyOf(request);
      const read = running.get(key);
      if (!read) return lead(key, request, send);
      read.joiners += 1;
      const response = await unlessGivenUp(read.response, context.signal);
      // It failed, was given up by its own client, or is not public any more.
      if (!response || read.json === undefined) return send();
      const data: SubgraphResponse['data'] = JSON.parse(read.json);
      return { ...response, data };
    },
  };
}

const isPublic = ({ maxAgeMs, errors }: SubgraphResponse): boolean => maxAgeMs !== undefined && !errors;

function isStrangersQuery({ admitted, requestContext: { caller } }: ExecutionContext): boolean {
  const isStranger = caller.kind === 'anonymous' && caller.cartTokenHash === undefined;
  return isStranger && admitted.operation.operation === 'query';
}

/** Undefined: it failed, or this caller does not wait any more. */
function unlessGivenUp<T>(work: Promise<T>, signal: Cancellable): Promise<T | undefined> {
  return new Promise((resolve) => {
    const end = (result: T | undefined): void => {
      signal.removeEventListener('abort', giveUp);
      resolve(result);
    };
    const giveUp = (): void => end(undefined);
    signal.addEventListener('abort', giveUp);
    work.then(end, giveUp);
  });
}
