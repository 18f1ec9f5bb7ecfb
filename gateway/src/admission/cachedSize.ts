import type { DocumentNode } from 'graphql';

/** Bytes of one node with what is derived from it: cost, requirements, what authorization left. Measured, rounded up. */
const bytesPerNode = 500;

/**
 * Takes the locations out of a document, which hold its whole text and every token of it, and says how many bytes
 * roughly it takes without them.
 */
export function withoutLocations(document: DocumentNode): number {
  let nodes = 0;
  const pending: unknown[] = [document];
  while (pending.length > 0) {
    const one = pending.pop();
    if (Array.isArray(one)) pending.push(...one);
    else if (typeof one === 'object' && one !== null) {
      nodes += 1;
      Reflect.deleteProperty(one, 'loc');
      for (const value of Object.values(one)) if (typeof value === 'object') pending.push(value);
    }
  }
  return nodes * bytesPerNode;
}
