import type { IncomingHttpHeaders } from 'node:http';

/** Which app calls, as it says itself. Never a basis for rights. */
export interface ClientIdentity {
  readonly name: string;
  readonly version: string;
}

/** Apollo's headers, which Apollo Client sends with `clientAwareness`; over WebSocket they are keys of connection_init. */
export const CLIENT_NAME_HEADER = 'apollographql-client-name';
export const CLIENT_VERSION_HEADER = 'apollographql-client-version';

const maxCharacters = 64;
export const unnamedClient: ClientIdentity = { name: 'unnamed', version: '-' };

/** A client's own words, cut to what a log line and a key of Redis can hold. */
export function clientIdentity(name: unknown, version: unknown): ClientIdentity {
  return {
    name: cleaned(name) ?? unnamedClient.name,
    version: cleaned(version) ?? unnamedClient.version,
  };
}

/** The client that headers, or a payload with the same keys, tell of. */
export function clientIn(
  values: IncomingHttpHeaders | Readonly<Record<string, unknown>> | null | undefined,
): ClientIdentity {
  return clientIdentity(values?.[CLIENT_NAME_HEADER], values?.[CLIENT_VERSION_HEADER]);
}

function cleaned(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined;
  const plain = text
    .trim()
    .slice(0, maxCharacters)
    .replace(/[^\w .@/+:()-]/g, '_');
  return plain === '' ? undefined : plain;
}
