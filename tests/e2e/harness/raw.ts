import { z } from 'zod';
import { system } from './system.ts';

const responseSchema = z.object({
  data: z.unknown().optional(),
  errors: z
    .array(z.looseObject({ message: z.string(), extensions: z.looseObject({ code: z.string() }).optional() }))
    .optional(),
});

export interface RawResponse extends z.infer<typeof responseSchema> {
  readonly status: number;
}

/** One POST with exactly these headers, and the response as it came. @param url default: the gateway's */
export async function post(o: {
  query: string;
  variables?: Record<string, unknown>;
  token?: string;
  headers?: Record<string, string>;
  url?: string;
}): Promise<RawResponse> {
  const response = await fetch(`${o.url ?? system.gatewayUrl}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
      connection: 'close',
      ...(o.token === undefined ? {} : { authorization: `Bearer ${o.token}` }),
      ...o.headers,
    },
    body: JSON.stringify({ query: o.query, variables: o.variables ?? {} }),
  });
  return { status: response.status, ...responseSchema.parse(await response.json()) };
}
