import { getNamedType, isCompositeType, isObjectType, isUnionType } from 'graphql';
import type { GraphQLField, GraphQLObjectType } from 'graphql';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { buildApiSchema } from '../../schema/supergraph.ts';
import type { RawResponse } from '../harness/raw.ts';
import { post } from '../harness/raw.ts';
import { system } from '../harness/system.ts';
import type { MatrixCaller } from './callers.ts';

export const schema = buildApiSchema();
export type Kind = 'query' | 'mutation' | 'subscription';

export function rootFields(kind: Kind): GraphQLField<unknown, unknown>[] {
  const roots = {
    query: schema.getQueryType(),
    mutation: schema.getMutationType(),
    subscription: schema.getSubscriptionType(),
  };
  return Object.values(roots[kind]?.getFields() ?? {});
}

/** What is asked of a field when only the response's being there matters. */
function selectionOf(field: GraphQLField<unknown, unknown>): string {
  const type = getNamedType(field.type);
  if (!isCompositeType(type)) return '';
  if (isUnionType(type)) return '{ __typename }';
  const fields = type.getFields();
  if (fields.userErrors) return '{ userErrors { __typename ... on UserError { code: errorCode path } } }';
  const edge = fields.edges ? getNamedType(fields.edges.type) : undefined;
  const node = isObjectType(edge) ? edge.getFields().node : undefined;
  if (node) return `{ edges { node ${selectionOf(node)} } }`;
  return fields.id ? '{ id }' : '{ __typename }';
}

/** The operation that calls one root field with these arguments as variables. */
export function documentFor(kind: Kind, field: GraphQLField<unknown, unknown>, args: object): string {
  const given = field.args.filter(({ name }) => name in args);
  const declared = given.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
  const passed = given.map(({ name }) => `${name}: $${name}`).join(', ');
  const list = (text: string) => (text === '' ? '' : `(${text})`);
  return `${kind} Matrix${list(declared)} { ${field.name}${list(passed)} ${selectionOf(field)} }`;
}

export function execute(
  caller: MatrixCaller,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<RawResponse> {
  return post({ query, variables, ...(caller.token === undefined ? {} : { token: caller.token }) });
}

/** The first message of a subscription over the socket, or how it was refused. */
export async function firstMessage(
  caller: MatrixCaller,
  query: string,
  variables: Record<string, unknown>,
): Promise<{ data?: unknown; refused?: string }> {
  const client = createClient({
    url: `${system.gatewayUrl.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: caller.token === undefined ? {} : { authorization: `Bearer ${caller.token}` },
  });
  try {
    for await (const { data, errors } of client.iterate({ query, variables })) {
      return data ? { data } : { refused: JSON.stringify(errors) };
    }
    return { refused: 'completed' };
  } catch (error) {
    return { refused: JSON.stringify(error) };
  } finally {
    await client.dispose();
  }
}

/** Every field of a type with the least selection; `ids` are for arguments that they need. */
export function plainFields(
  type: GraphQLObjectType,
  ids: Readonly<Record<string, string>>,
): { name: string; text: string }[] {
  return Object.values(type.getFields()).map((field) => {
    const args = field.args.flatMap(({ name }) =>
      name === 'first' ? 'first: 1' : name in ids ? `${name}: ${JSON.stringify(ids[name])}` : [],
    );
    const list = args.length === 0 ? '' : `(${args.join(', ')})`;
    const nested = isCompositeType(getNamedType(field.type)) ? ' { __typename }' : '';
    return { name: field.name, text: `${field.name}${list}${nested}` };
  });
}
