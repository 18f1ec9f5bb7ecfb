import { createHash } from 'node:crypto';

/** 1 January 2026, the birthday of the demo shop: the time part of its UUIDv7s. */
const EPOCH_MS = Date.UTC(2026, 0, 1);

/**
 * Identifier of a demo object: a UUIDv7 that depends on nothing but kind and name, so that each context's seed can
 * refer to another's objects without asking.
 */
export function demoId(
  kind: 'user' | 'store' | 'product' | 'category' | 'address' | 'method' | 'synonyms',
  name: string,
): string {
  const bytes = createHash('sha256').update(`${kind}:${name}`).digest().subarray(0, 16);
  bytes.writeUIntBE(EPOCH_MS, 0, 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
