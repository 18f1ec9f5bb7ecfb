import { AsyncLocalStorage } from 'node:async_hooks';
import { newRequestId } from './requestId.ts';

/** What every log line and every published event of one request has in common. */
export interface RequestContext {
  /** One HTTP request, one consumed event or one run of a job. */
  readonly requestId: string;
  /** The same through all services that work for one cause. */
  readonly correlationId: string;
  readonly userId?: string;
}

const storage = new AsyncLocalStorage<RequestContext>();

/** Runs `fn`, and all that it awaits, with `ctx` as the current context. */
export function runInContext<T>(ctx: RequestContext, fn: () => T): T {
  return storage.run(ctx, fn);
}

/** The context of the running request, or undefined outside of one. */
export function currentContext(): RequestContext | undefined {
  return storage.getStore();
}

/** Ids come from outside and end in logs and headers, so only harmless characters and a bounded length pass. */
const wellFormed = /^[\w.:-]{1,128}$/;

/**
 * A context from ids that a caller sent. Missing or malformed ids are replaced: the request id by a new UUIDv7,
 * the correlation id by the request id.
 */
export function requestContext(
  received: {
    requestId?: string | undefined;
    correlationId?: string | undefined;
    userId?: string | undefined;
  } = {},
): RequestContext {
  const requestId = accepted(received.requestId) ?? newRequestId();
  const correlationId = accepted(received.correlationId) ?? requestId;
  return received.userId === undefined
    ? { requestId, correlationId }
    : { requestId, correlationId, userId: received.userId };
}

function accepted(id: string | undefined): string | undefined {
  return id !== undefined && wellFormed.test(id) ? id : undefined;
}
