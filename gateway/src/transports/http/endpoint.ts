import { networkOf, REQUEST_ID_HEADER } from '@nakku/identity';
import { logger, runInContext } from '@nakku/telemetry';
import type { RequestContext as RequestIds } from '@nakku/telemetry';
import type { Admitted, Transport } from '../../request/admitted.ts';
import type { OperationRequest } from '../../request/operationRequest.ts';
import { refusal, resultText } from '../../request/results.ts';
import type { OperationResult, Refusal } from '../../request/results.ts';
import type { RequestPipeline } from '../../admission/requestPipeline.ts';
import type { FairTurns } from '../../admission/fairTurns.ts';
import type { Execute } from '../../execution/execute.ts';
import type { RequestContext } from '../../request/requestContext.ts';
import type { Authenticate, Authenticated } from '../../policy/security/authenticate.ts';
import { corsHeaders, isForged } from '../../policy/security/origins.ts';
import type { OriginPolicy } from '../../policy/security/origins.ts';
import type { Pace } from '../../policy/cost/pace.ts';
import type { RefusedRequests } from '../../policy/cost/refusedRequests.ts';
import type { StreamEndpoint } from '../shared/streams.ts';
import { clientIn } from '../../request/clientIdentity.ts';
import type { ObserveUsage } from '../../usage/observeUsage.ts';
import { acceptedFormat } from './accept.ts';
import type { ResponseFormat } from './accept.ts';
import { clientIp } from '../../request/clientIp.ts';
import { Cancellation } from '../../request/deadline.ts';
import { readOperation } from './requestBody.ts';
import { isKnownToClient, sharedHeaders, sharedSeconds } from './sharedResponse.ts';
import { securityHeaders } from '../shared/exchange.ts';
import type { Exchange } from '../shared/exchange.ts';

export interface EndpointOptions {
  readonly authenticate: Authenticate;
  readonly pipeline: RequestPipeline;
  readonly execute: Execute;
  readonly streams: StreamEndpoint;
  readonly refusedRequests: RefusedRequests;
  /** In which addresses have large bodies decoded, as they have new documents examined. */
  readonly turns: FairTurns;
  /** The pace at which an address begins subscriptions. */
  readonly startPace: Pace;
  readonly observe: ObserveUsage;
  readonly isAllowedOrigin: OriginPolicy;
  readonly trustedProxies: number;
  readonly maxBodyBytes: number;
}

/** Says which operation it was, for metrics; undefined if it never became one. */
export type Endpoint = (exchange: Exchange, ids: RequestIds) => Promise<Admitted | undefined>;

/** Errors of a well-formed request, for which `application/json` responds 200 (GraphQL over HTTP, 6.4.1). */
const operationCodes = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'OPERATION_RESOLUTION_FAILURE',
  'OPERATION_TOO_LARGE',
  'COST_ESTIMATED_TOO_EXPENSIVE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

/** `POST` and `GET /graphql`: single responses, and streams where the client accepts them. */
export function createEndpoint(o: EndpointOptions): Endpoint {
  const log = logger({ part: 'graphql' });

  return async (exchange, ids) => {
    const { request } = exchange;
    const format = acceptedFormat(request.headers.accept);
    const reply = (status: number, result: OperationResult, headers: Readonly<Record<string, string>> = {}) =>
      sendResponse(exchange, status, result, format, {
        ...corsHeaders(request, o.isAllowedOrigin),
        [REQUEST_ID_HEADER]: ids.requestId,
        ...headers,
      });
    const address = clientIp(request, o.trustedProxies);
    const refuse = async (refused: Refusal) => {
      // What went wrong here is nothing that a client does too often.
      if (refused.status < 500) await o.refusedRequests.pace(address);
      reply(statusOf(refused, format), { errors: refused.errors }, refused.headers);
    };

    const blocked = o.refusedRequests.blocked(address);
    if (blocked) {
      await refuse(blocked);
      return undefined;
    }
    const refuseUnread = (refused: Refusal) => {
      o.refusedRequests.count(address);
      return refuse(refused);
    };

    if (!format) {
      await refuseUnread(
        refusal(406, 'NOT_ACCEPTABLE', 'Accept application/graphql-response+json or application/json'),
      );
      return undefined;
    }
    if (isForged(request, o.isAllowedOrigin)) {
      await refuseUnread(refusal(403, 'ORIGIN_NOT_ALLOWED', 'Pages of this origin may not call'));
      return undefined;
    }
    const authenticated = await o.authenticate(credentialsOf(exchange));
    if (authenticated.kind === 'refused') {
      await refuseUnread(authenticated);
      return undefined;
    }
    const operation = await readOperation(request, exchange.query, o.maxBodyBytes, () =>
      o.turns.next(networkOf(address)),
    );
    if ('kind' in operation) {
      await refuseUnread(operation);
      return undefined;
    }
    const context = requestContextOf(exchange, authenticated, ids, o.trustedProxies);
    const { caller } = context;
    const named = caller.kind === 'user' ? { ...ids, userId: caller.userId } : ids;
    return runInContext(named, () => respond(exchange, format, operation, context, reply, refuse));
  };

  async function respond(
    exchange: Exchange,
    format: ResponseFormat,
    operation: OperationRequest,
    context: RequestContext,
    reply: (status: number, result: OperationResult, headers?: Readonly<Record<string, string>>) => void,
    refuse: (refused: Refusal) => Promise<void>,
  ): Promise<Admitted | undefined> {
    const ready = await o.pipeline(operation, context, transportOf(exchange, format));
    const streamed = format.kind === 'sse' || format.kind === 'multipart' ? format.kind : undefined;
    if (ready.kind === 'refused') {
      if (streamed === 'sse' && isForTheStream(ready)) o.streams.refuse(exchange, ready);
      else await refuse(ready);
      return undefined;
    }
    const { admitted, charge } = ready;
    const notices = o.observe(admitted, context.client);
    const isSubscription = admitted.operation.operation === 'subscription';
    if (isSubscription && streamed) {
      await o.startPace.next(networkOf(context.clientIp));
      o.streams.subscribe(exchange, streamed, admitted, context, { ...charge.headers, ...notices });
      return admitted;
    }
    const gone = new Cancellation();
    const leave = () => {
      // It is closed after each response as well.
      if (!exchange.response.writableEnded) gone.abort(new Error('the client went away'));
    };
    exchange.response.once('close', leave);
    // It may have gone while the operation was admitted.
    if (exchange.response.destroyed) leave();
    try {
      const executed = await o.execute(admitted, context, gone);
      const { result, headers } = charge.reconcile(executed);
      const seconds = sharedSeconds(exchange.request, operation, context, executed);
      if (streamed === 'sse') o.streams.single(exchange, result, { ...headers, ...notices });
      else if (seconds > 0) sendShared(exchange, executed, format, seconds, notices);
      else reply(200, result, { ...headers, ...notices });
    } catch (err) {
      log.error({ err }, 'execution failed');
      await refuse(refusal(500, 'INTERNAL_SERVER_ERROR', 'Internal server error'));
    }
    return admitted;
  }

  /** Sends a response that anybody may keep, or only says that the client has it already. */
  function sendShared(
    exchange: Exchange,
    result: OperationResult,
    format: ResponseFormat,
    seconds: number,
    notices: Readonly<Record<string, string>>,
  ): void {
    const { request } = exchange;
    const body = resultText(result);
    const shared = sharedHeaders(body, seconds);
    const headers = { ...corsHeaders(request, o.isAllowedOrigin), ...notices, ...shared };
    const isKnown = isKnownToClient(request, shared.etag);
    sendText(exchange, isKnown ? 304 : 200, isKnown ? undefined : body, format, headers);
  }
}

function credentialsOf({ request }: Exchange) {
  const cartToken = request.headers['x-cart-token'];
  return {
    authorization: request.headers.authorization,
    cartToken: Array.isArray(cartToken) ? cartToken[0] : cartToken,
  };
}

function requestContextOf(
  { request }: Exchange,
  { caller, token }: Authenticated,
  { requestId, correlationId }: RequestIds,
  trustedProxies: number,
): RequestContext {
  return {
    caller,
    token,
    requestId,
    correlationId,
    clientIp: clientIp(request, trustedProxies),
    client: clientIn(request.headers),
  };
}

function transportOf({ request }: Exchange, format: ResponseFormat): Transport {
  if (format.kind === 'sse' || format.kind === 'multipart') {
    return request.method === 'GET' ? 'get-stream' : format.kind;
  }
  return request.method === 'GET' ? 'get' : 'post';
}

/** graphql-sse's clients expect errors of validation in the stream, and those of syntax or of too much as a status. */
function isForTheStream({ status, errors }: Refusal): boolean {
  return status !== 429 && errors[0]?.extensions?.code !== 'GRAPHQL_PARSE_FAILED';
}

function statusOf(refused: Refusal, format: ResponseFormat | undefined): number {
  const code = refused.errors[0]?.extensions?.code;
  const isOperation = refused.status === 400 && typeof code === 'string' && operationCodes.has(code);
  const isPlainJson = format?.kind === 'single' && format.contentType === 'application/json';
  return isOperation && isPlainJson ? 200 : refused.status;
}

function sendResponse(
  exchange: Exchange,
  status: number,
  result: OperationResult,
  format: ResponseFormat | undefined,
  headers: Readonly<Record<string, string>>,
): void {
  sendText(exchange, status, resultText(result), format, { 'cache-control': 'no-store', ...headers });
}

/** @param body undefined: the status says everything */
function sendText(
  { response }: Exchange,
  status: number,
  body: string | undefined,
  format: ResponseFormat | undefined,
  headers: Readonly<Record<string, string>>,
): void {
  if (response.headersSent || response.destroyed) return;
  const contentType = format?.kind === 'single' ? format.contentType : 'application/json';
  const content = {
    'content-type': `${contentType}; charset=utf-8`,
    'content-length': Buffer.byteLength(body ?? ''),
  };
  response.writeHead(status, { ...securityHeaders, ...(body === undefined ? {} : content), ...headers });
  response.end(body);
}
