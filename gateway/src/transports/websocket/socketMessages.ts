import { z } from 'zod';

const map = z.record(z.string(), z.unknown());
const id = z.string().min(1).max(128);

/**
 * What a client may say over graphql-transport-ws.
 * https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md
 */
const messageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('connection_init'), payload: map.nullish() }),
  z.object({ type: z.literal('ping'), payload: map.nullish() }),
  z.object({ type: z.literal('pong'), payload: map.nullish() }),
  z.object({ type: z.literal('subscribe'), id, payload: map }),
  z.object({ type: z.literal('complete'), id }),
]);

export type SocketMessage = z.infer<typeof messageSchema>;

/** The message, or undefined if it is none of the protocol. */
export function readSocketMessage(text: string): SocketMessage | undefined {
  try {
    const parsed = messageSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

const credentialsSchema = z.object({
  authorization: z.string().optional(),
  Authorization: z.string().optional(),
  cartToken: z.string().optional(),
  'x-cart-token': z.string().optional(),
});

/** Credentials in the payload of connection_init, or of a ping that renews them. */
export function credentialsIn(payload: Readonly<Record<string, unknown>> | null | undefined) {
  const read = credentialsSchema.safeParse(payload ?? {});
  if (!read.success) return undefined;
  return {
    authorization: read.data.authorization ?? read.data.Authorization,
    cartToken: read.data.cartToken ?? read.data['x-cart-token'],
  };
}

/** Close codes of the protocol, and of RFC 6455; with 1012 and 4403 clients come back. */
export const closeCodes = {
  serviceRestart: 1012,
  tryAgainLater: 1013,
  badRequest: 4400,
  unauthorized: 4401,
  forbidden: 4403,
  subprotocolNotAcceptable: 4406,
  initTimeout: 4408,
  subscriberExists: 4409,
  tooManyInits: 4429,
  internal: 4500,
} as const;

/** Bytes of a reason in a close frame (RFC 6455, section 5.5.1). */
const maxReasonBytes = 123;

/** A reason as it fits into a close frame: ids of clients may stand in it. */
export function closeReason(text: string): string {
  if (Buffer.byteLength(text) <= maxReasonBytes) return text;
  const cut = Buffer.from(text).subarray(0, maxReasonBytes - 3);
  // The last character may have been cut in two.
  return `${new TextDecoder().decode(cut, { stream: true })}…`;
}
