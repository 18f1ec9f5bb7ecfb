import type { IncomingMessage } from 'node:http';

/**
 * What is wrong with how a request is framed, where Node's strict parser lets pass what a proxy in front may read
 * otherwise (request smuggling); undefined if nothing. RFC 9112, sections 3.2, 6.1 and 9.3.1.
 */
export function framingProblem(request: IncomingMessage): string | undefined {
  const { httpVersion, method, rawHeaders, headers } = request;
  if (httpVersion !== '1.1' && httpVersion !== '1.0') return 'HTTP version not supported';
  let hosts = 0;
  for (let i = 0; i < rawHeaders.length; i += 2)
    if (rawHeaders[i]?.length === 4 && rawHeaders[i]?.toLowerCase() === 'host') hosts += 1;
  if (hosts > 1) return 'One Host header is allowed';
  if (httpVersion === '1.0' && headers['transfer-encoding'] !== undefined) return 'HTTP/1.0 knows no chunks';
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  if (hasBody && (method === 'GET' || method === 'HEAD')) return 'GET has no body';
  return undefined;
}
