import { randomFillSync } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';

const idBytes = 16;
const page = new Uint8Array(256 * idBytes);
let used = page.length;

/** Taken by the page: to ask for the bytes of each id by itself is most of what a request id costs. */
function randomBytes(): Uint8Array {
  if (used === page.length) {
    randomFillSync(page);
    used = 0;
  }
  used += idBytes;
  return page.subarray(used - idBytes, used);
}

/** A new UUIDv7; those of one millisecond are in no order. */
export function newRequestId(): string {
  return uuidv7({ rng: randomBytes });
}
