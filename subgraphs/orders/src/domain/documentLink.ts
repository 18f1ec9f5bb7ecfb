import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a link opens: the order whose invoice it is, until when. */
export interface DocumentLink {
  readonly orderId: string;
  readonly expiresAt: Date;
}

/** Where the gateway and this service serve invoices to who has a token. */
export const INVOICE_PATH = '/invoices';

const PURPOSE = 'invoice';
const TOKEN = /^([0-9a-f-]{36})\.([0-9]{1,12})\.([A-Za-z0-9_-]{43})$/;

function signatureOf(key: Uint8Array, orderId: string, seconds: number): Buffer {
  return createHmac('sha256', key).update(`${PURPOSE}.${orderId}.${seconds}`).digest();
}

/** A token that opens the invoice of an order until `expiresAt`, which is cut to whole seconds. */
export function signLink(key: Uint8Array, { orderId, expiresAt }: DocumentLink): string {
  const seconds = Math.floor(expiresAt.getTime() / 1_000);
  return `${orderId}.${seconds}.${signatureOf(key, orderId, seconds).toString('base64url')}`;
}

/** The order whose invoice a token opens now; null if it was not signed with the key, or has expired. */
export function openLink(key: Uint8Array, token: string, now: Date): string | null {
  const [, orderId, digits, signature] = TOKEN.exec(token) ?? [];
  if (orderId === undefined || signature === undefined) return null;
  const seconds = Number(digits);
  const isOurs = timingSafeEqual(signatureOf(key, orderId, seconds), Buffer.from(signature, 'base64url'));
  return isOurs && now.getTime() < seconds * 1_000 ? orderId : null;
}
