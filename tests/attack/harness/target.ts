import { Agent, request } from 'undici';
import { z } from 'zod';

/** Addresses that the proxy in front of the gateway reports; every attack has one of its own. */
export const BYSTANDER = '198.51.100.7';
export const OWNER = '198.51.100.8';

const body = z.looseObject({
  data: z.unknown().optional(),
  errors: z
    .array(z.looseObject({ message: z.string(), extensions: z.looseObject({ code: z.string() }).optional() }))
    .optional(),
});

export interface OperationResponse {
  readonly status: number;
  readonly text: string;
  readonly data: unknown;
  /** Codes of the GraphQL errors. */
  readonly codes: readonly string[];
  readonly ms: number;
}

export interface OperationRequest {
  readonly query?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly token?: string;
  /** The client's address. */
  readonly from: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Instead of `query` and `variables`. */
  readonly body?: string;
  readonly signal?: AbortSignal;
}

/** The public API, as a client behind the proxy reaches it. */
export interface Target {
  readonly url: string;
  execute(o: OperationRequest): Promise<OperationResponse>;
  close(): Promise<void>;
}

const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** @throws Error for any host but this machine's loopback: the suite must never reach somebody's shop */
export function requireLoopback(url: string): void {
  const { hostname } = new URL(url);
  if (!LOOPBACK.has(hostname)) throw new Error(`Only a system on loopback is attacked, not ${hostname}`);
}

/** @throws Error see `requireLoopback` */
export function openTarget(url: string, o: { connections?: number } = {}): Target {
  requireLoopback(url);
  const dispatcher = new Agent({
    connections: o.connections ?? 32,
    headersTimeout: 60_000,
    bodyTimeout: 60_000,
  });
  return {
    url,
    async execute({ query, variables, token, from, headers, body: given, signal }) {
      const started = performance.now();
      const response = await request(`${url}/graphql`, {
        dispatcher,
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/graphql-response+json, application/json;q=0.9',
          'x-forwarded-for': from,
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...headers,
        },
        body: given ?? JSON.stringify({ query, variables }),
        ...(signal ? { signal } : {}),
      });
      const text = await response.body.text();
      return { status: response.statusCode, text, ms: performance.now() - started, ...readBody(text) };
    },
    close: () => dispatcher.destroy(),
  };
}

function readBody(text: string): Pick<OperationResponse, 'data' | 'codes'> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { data: undefined, codes: [] };
  }
  const parsed = body.safeParse(json);
  if (!parsed.success) return { data: undefined, codes: [] };
  const codes = (parsed.data.errors ?? []).map(({ extensions }) => extensions?.code ?? 'NONE');
  return { data: parsed.data.data, codes };
}
