import { Pool } from 'undici';
import { z } from 'zod';
import {
  OperationFailed,
  Refused,
  failedBy,
  graphqlErrorSchema,
  unreachable,
  userErrorSchema,
} from './failures.ts';
import type { Mutation, Query } from './operation.ts';

/** The public API behind one address, for any number of callers. */
export interface Api {
  readonly gatewayUrl: string;
  /**
   * One try of an operation.
   * @param token access token; undefined: as a guest
   * @throws OperationFailed, Refused
   */
  execute<Variables extends Readonly<Record<string, unknown>>, Data>(
    operation: Query<Variables, Data> | Mutation<Variables, Data>,
    variables: Variables,
    token?: string,
  ): Promise<Data>;
  close(): Promise<void>;
}

const CONNECTIONS = 64;
const TIMEOUT_MS = 20_000;

const responseSchema = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(graphqlErrorSchema).optional(),
});
const payloadSchema = z.looseObject({ userErrors: z.array(userErrorSchema) });

/** @param gatewayUrl such as `http://127.0.0.1:4000`, without `/graphql` */
export function openApi(gatewayUrl: string): Api {
  const { origin } = new URL(gatewayUrl);
  const pool = new Pool(origin, {
    connections: CONNECTIONS,
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
  });

  async function send(name: string, query: string, variables: unknown, token?: string): Promise<unknown> {
    try {
      const { body } = await pool.request({
        method: 'POST',
        path: '/graphql',
        headers: {
          'content-type': 'application/json',
          accept: 'application/graphql-response+json, application/json;q=0.9',
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify({ query, variables, operationName: name }),
      });
      return await body.json();
    } catch (error) {
      throw unreachable(name, error);
    }
  }

  return {
    gatewayUrl: origin,
    async execute(operation, variables, token) {
      const { name, document } = operation;
      const response = responseSchema.safeParse(await send(name, document, variables, token));
      if (!response.success) throw unreachable(name, new Error('the response is not GraphQL'));
      const { data, errors = [] } = response.data;
      if (errors.length > 0 || !data) throw failedBy(name, errors);
      return operation.kind === 'mutation'
        ? payloadOf(operation, data[operation.field])
        : read(operation, data);
    },
    close: () => pool.destroy(),
  };
}

function payloadOf<Data>(operation: Mutation<never, Data>, value: unknown): Data {
  const payload = payloadSchema.safeParse(value);
  if (!payload.success) throw failedBy(operation.name, []);
  const [first, ...more] = payload.data.userErrors;
  if (first) throw new Refused(operation.name, [first, ...more]);
  return read(operation, payload.data);
}

/** @throws OperationFailed when the data is not of the operation's shape, for example null where a service is away */
export function read<Data>(operation: { name: string; data: z.ZodType<Data> }, value: unknown): Data {
  const parsed = operation.data.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const detail = `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'unexpected'}`;
  throw new OperationFailed({
    operation: operation.name,
    code: 'UNEXPECTED_ANSWER',
    detail,
    isTransient: false,
  });
}
