import { parse, print } from 'graphql';
import type { DocumentNode } from 'graphql';

/** Bytes of one node with what is derived from it: cost, requirements, what authorization left. Measured, rounded up. */
const bytesPerNode = 500;

/** A document as it is kept. */
export interface KeptDocument {
  readonly text: string;
  readonly document: DocumentNode;
}

/**
 * A document anew, holding nothing of the text that it was read from: names and values of a parsed document are slices of
 * that text, which stays in memory with its comments as long as one of them does.
 */
export function keptDocument(document: DocumentNode): KeptDocument {
  const text = print(document);
  return { text, document: parse(text, { noLocation: true }) };
}

/** Bytes of a text, of which a character may take two. */
export const bytesOfText = (text: string): number => 2 * text.length;

/** Bytes of a document without locations, roughly. */
export function bytesOfDocument(document: DocumentNode): number {
  let nodes = 0;
  const pending: unknown[] = [document];
  while (pending.length > 0) {
    const one = pending.pop();
    if (Array.isArray(one)) pending.push(...one);
    else if (typeof one === 'object' && one !== null) {
      nodes += 1;
      for (const value of Object.values(one)) if (typeof value === 'object') pending.push(value);
    }
  }
  return nodes * bytesPerNode;
}
