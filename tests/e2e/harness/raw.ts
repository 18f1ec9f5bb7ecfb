import { postGraphql } from '@nakku/testkit';
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
  const { url = system.gatewayUrl, query, variables = {}, token, headers } = o;
  const request = { query, variables, token, headers: { connection: 'close', ...headers } };
  const response = await postGraphql(url, request);
  return { status: response.status, ...responseSchema.parse(await response.json()) };
}
