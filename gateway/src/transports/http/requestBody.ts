import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { parseOperationRequest } from '../../request/operationRequest.ts';
import type { OperationRequest } from '../../request/operationRequest.ts';
import { refusal } from '../../request/results.ts';
import type { Refusal } from '../../request/results.ts';

/** Beyond so many bytes decoding keeps the event loop for long enough that others notice. */
const largeBytes = 16_384;

/**
 * The operation in a POST (JSON) or GET (query string), as the GraphQL-over-HTTP specification has it. A document
 * may also be named by a hash alone in `extensions`; then `query` is empty, and admission decides.
 * @param turn when a large body of this client may be decoded; bytes are read before it
 */
export async function readOperation(
  request: IncomingMessage,
  query: URLSearchParams,
  maxBytes: number,
  turn: () => Promise<void>,
): Promise<OperationRequest | Refusal> {
  if (request.method === 'GET') return fromQuery(query, maxBytes);
  const type = request.headers['content-type'] ?? '';
  const refused = type === 'application/json' ? undefined : wrongType(type);
  if (refused) return refused;
  const text = await readText(request, maxBytes, turn);
  return typeof text === 'string' ? fromText(text) : text;
}

function wrongType(type: string): Refusal | undefined {
  const [media, ...parameters] = type.split(';').map((part) => part.trim().toLowerCase());
  if (media !== 'application/json') return refusal(415, 'UNSUPPORTED_MEDIA_TYPE', 'Send application/json');
  const charset = parameters
    .find((p) => p.startsWith('charset='))
    ?.slice('charset='.length)
    .replaceAll('"', '');
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8') {
    return refusal(415, 'UNSUPPORTED_MEDIA_TYPE', 'Send UTF-8');
  }
  return undefined;
}

function fromText(text: string): OperationRequest | Refusal {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return refusal(400, 'BAD_REQUEST', 'The body is not JSON');
  }
  if (Array.isArray(body)) return refusal(400, 'BAD_REQUEST', 'Batches are not accepted');
  return parseOperationRequest(body);
}

function fromQuery(query: URLSearchParams, maxBytes: number): OperationRequest | Refusal {
  if (query.toString().length > maxBytes) return tooLarge(maxBytes);
  const text = (name: string) => query.get(name) ?? undefined;
  try {
    return parseOperationRequest({
      query: text('query'),
      operationName: text('operationName'),
      variables: parsed(text('variables')),
      extensions: parsed(text('extensions')),
    });
  } catch {
    return refusal(400, 'BAD_REQUEST', '`variables` and `extensions` must be JSON');
  }
}

function parsed(text: string | undefined): unknown {
  return text === undefined || text === '' ? undefined : JSON.parse(text);
}

async function readText(
  request: IncomingMessage,
  maxBytes: number,
  turn: () => Promise<void>,
): Promise<string | Refusal> {
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    return refusal(415, 'UNSUPPORTED_ENCODING', 'Compressed bodies are not accepted');
  }
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return tooLarge(maxBytes);
  const bytes = await readBytes(request, maxBytes);
  if (!Buffer.isBuffer(bytes)) return bytes;
  if (bytes.length > largeBytes) await turn();
  // What is no UTF-8 is refused, instead of being read as something else.
  return isUtf8(bytes)
    ? withoutMark(bytes.toString('utf8'))
    : refusal(400, 'BAD_REQUEST', 'The body is not UTF-8');
}

/** A byte order mark is none of the text. */
const withoutMark = (text: string): string => (text.startsWith('\uFEFF') ? text.slice(1) : text);

/** Broken chunks, a time-out, a client that went away: nobody is there to read more. */
const cutOff = refusal(400, 'BAD_REQUEST', 'The body was cut off');

function readBytes(request: IncomingMessage, maxBytes: number): Promise<Buffer | Refusal> {
  return new Promise((resolve) => {
    const cut = (): void => resolve(cutOff);
    if (request.destroyed) return cut();
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) {
        request.pause();
        resolve(tooLarge(maxBytes));
      } else chunks.push(chunk);
    });
    request.on('end', () => {
      const [first] = chunks;
      resolve(first && chunks.length === 1 ? first : Buffer.concat(chunks));
    });
    request.on('error', cut);
    request.on('close', cut);
  });
}

/** The rest of the body is not read, so the connection cannot be used again. */
function tooLarge(maxBytes: number): Refusal {
  return {
    ...refusal(413, 'REQUEST_TOO_LARGE', `At most ${maxBytes} bytes are accepted`),
    headers: { connection: 'close' },
  };
}
