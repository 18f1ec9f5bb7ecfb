import { counter, histogram } from './metrics.ts';

export interface CompletedRequest {
  readonly method: string;
  /** The route's pattern, never the raw path: labels must stay few. */
  readonly endpoint: string;
  readonly statusCode: number;
  readonly seconds: number;
}

/** Records `http_requests_total` and `http_request_duration_seconds` for the requests of one service. */
export function httpMetrics(service: string): (request: CompletedRequest) => void {
  const requests = counter('http_requests_total', 'HTTP requests completed', [
    'service',
    'method',
    'endpoint',
    'status_code',
  ]);
  const duration = histogram('http_request_duration_seconds', 'Time from request to response', [
    'service',
    'method',
    'endpoint',
  ]);
  return ({ method, endpoint, statusCode, seconds }) => {
    requests.inc({ service, method, endpoint, status_code: statusCode });
    duration.observe({ service, method, endpoint }, seconds);
  };
}
