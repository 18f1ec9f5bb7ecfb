import type { IncomingMessage } from 'node:http';
import { CORRELATION_ID_HEADER, REQUEST_ID_HEADER } from '@nakku/identity';
import { inSpan, requestContext, runInContext, SpanKind } from '@nakku/telemetry';
import type { RequestContext } from '@nakku/telemetry';

/** Runs `work` as one request: its ids in every log line, its span in the caller's trace. */
export function inRequestScope<T>(
  request: IncomingMessage,
  endpoint: string,
  work: (context: RequestContext) => Promise<T>,
): Promise<T> {
  const context = requestContext({
    requestId: headerOf(request, REQUEST_ID_HEADER),
    correlationId: headerOf(request, CORRELATION_ID_HEADER),
  });
  const method = request.method ?? 'GET';
  return runInContext(context, () =>
    inSpan(
      `${method} ${endpoint}`,
      { 'http.request.method': method, 'http.route': endpoint },
      () => work(context),
      { parent: request.headers, kind: SpanKind.SERVER },
    ),
  );
}

/** The value of a header, the first one if it was sent repeatedly. `name` is in lower case. */
export function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
