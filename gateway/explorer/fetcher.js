// Queries and mutations go over HTTP, subscriptions over one WebSocket of whoever is signed in.
import { createClient } from 'graphql-ws';
import { execute } from './execute.js';

function isSubscription(params, options) {
  const operations = (options?.documentAST?.definitions ?? []).filter(
    (d) => d.kind === 'OperationDefinition',
  );
  const one = operations.find((d) => d.name?.value === params.operationName) ?? operations[0];
  return one?.operation === 'subscription';
}

async function* noted(results, recall) {
  for await (const result of results) {
    recall.note(result);
    yield result;
  }
}

/** @param recall notes every response */
export function createFetcher(session, recall) {
  let socket;
  session.onChange(() => {
    void socket?.dispose();
    socket = undefined;
  });
  const subscriptions = () =>
    (socket ??= createClient({
      url: `${location.origin.replace(/^http/, 'ws')}/graphql`,
      connectionParams: session.authorization,
    }));
  return async (params, options) => {
    if (isSubscription(params, options)) return noted(subscriptions().iterate(params), recall);
    const result = await execute(params, { ...(await session.authorization()), ...options?.headers });
    recall.note(result);
    return result;
  };
}
