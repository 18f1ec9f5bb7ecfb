import type { IncomingMessage } from 'node:http';
import { HttpRefusal } from './route.ts';

/**
 * The whole body of a request, at most `limit` bytes.
 * @throws HttpRefusal 413 above the limit, 415 for a compressed body, 400 when the client went away
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    throw new HttpRefusal(415, 'UNSUPPORTED_ENCODING', 'Compressed request bodies are not accepted');
  }
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      const bytes: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
      size += bytes.length;
      if (size > limit) throw tooLarge(limit);
      chunks.push(bytes);
    }
  } catch (error) {
    if (error instanceof HttpRefusal) throw error;
    throw new HttpRefusal(400, 'BAD_REQUEST', 'The request body ended early');
  }
  const [only] = chunks;
  return chunks.length === 1 && only ? only : Buffer.concat(chunks);
}

/** The rest of the body is not read, so the connection cannot be used again. */
function tooLarge(limit: number): HttpRefusal {
  return new HttpRefusal(413, 'BODY_TOO_LARGE', `The request body exceeds ${limit} bytes`, {
    connection: 'close',
  });
}
