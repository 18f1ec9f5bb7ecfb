import { GraphQLError } from 'graphql';
import { z } from 'zod';

const content = z.tuple([z.string(), z.number().int().min(0)]);

/** A place in a history: after step `sequence` of `stream` (for example `order:<id>`); opaque to clients. */
export function encodeCursor(stream: string, sequence: number): string {
  return Buffer.from(JSON.stringify([stream, sequence])).toString('base64url');
}

function contentOf(cursor: string): z.infer<typeof content> | null {
  try {
    return content.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    return null;
  }
}

/** @throws GraphQLError CURSOR_INVALID if it is damaged or belongs to another stream. */
export function decodeCursor(cursor: string, stream: string): number {
  const parsed = contentOf(cursor);
  if (parsed === null || parsed[0] !== stream) {
    throw new GraphQLError('`after` is no cursor of this subscription: begin without it.', {
      extensions: { code: 'CURSOR_INVALID' },
    });
  }
  return parsed[1];
}
