import { createHmac, timingSafeEqual } from 'node:crypto';

/** Wrong codes until the hand-over is locked. */
export const CODE_TRIES = 5;

/** What a code looks like. */
export const codePattern = /^\d{4}$/;

/** The four digits that the customer says to the courier: an HMAC of the delivery's id, so that they are not stored. */
export function handoverCode(secret: string, deliveryId: string): string {
  const mac = createHmac('sha256', secret).update(`handover:${deliveryId}`).digest();
  return String(mac.readUIntBE(0, 6) % 10_000).padStart(4, '0');
}

/** Compares in constant time. */
export function isHandoverCode(secret: string, deliveryId: string, code: string): boolean {
  const expected = Buffer.from(handoverCode(secret, deliveryId));
  const given = Buffer.from(code);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
