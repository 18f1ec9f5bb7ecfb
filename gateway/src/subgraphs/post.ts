import type { Dispatcher } from 'undici';
import type { Cancellable } from '../request/deadline.ts';
import { NeverSent } from './subgraphFailure.ts';

export interface Posted {
  readonly statusCode: number;
  readonly text: string;
  readonly cacheControl: string | undefined;
}

const givenUp = new Error('given up');

/**
 * Posts a body and reads the whole response. Everything that a subgraph sends is read to its end and is bounded by the
 * pool, so the stream that `request` would put between costs for nothing.
 *
 * @throws the signal's reason as soon as it is aborted, or NeverSent while it waits for a connection; errors of undici when there is no response
 */
export function post(
  pool: Dispatcher,
  request: {
    readonly path: string; /** Names and values in turn. */
    readonly headers: string[];
    readonly body: string;
  },
  signal: Cancellable,
): Promise<Posted> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    let controller: Dispatcher.DispatchController | undefined;
    let statusCode = 0;
    let cacheControl: string | undefined;
    const chunks: Buffer[] = [];
    const abort = (): void => {
      signal.removeEventListener('abort', abort);
      reject(
        controller ? signal.reason : new NeverSent('given up before it was sent', { cause: signal.reason }),
      );
      controller?.abort(signal.reason ?? givenUp);
    };
    signal.addEventListener('abort', abort);
    pool.dispatch(
      { ...request, method: 'POST' },
      {
        onRequestStart(started) {
          controller = started;
          // Nobody waits for it any more: it was given up while it waited for a connection.
          if (signal.aborted) started.abort(signal.reason ?? givenUp);
        },
        onResponseStart(_, code, headers) {
          statusCode = code;
          cacheControl = headers['cache-control']?.toString();
        },
        onResponseData(_, chunk) {
          chunks.push(chunk);
        },
        onResponseEnd() {
          signal.removeEventListener('abort', abort);
          const [first] = chunks;
          const whole = first && chunks.length === 1 ? first : Buffer.concat(chunks);
          resolve({ statusCode, cacheControl, text: whole.toString('utf8') });
        },
        onResponseError(_, error) {
          signal.removeEventListener('abort', abort);
          reject(error);
        },
      },
    );
  });
}
