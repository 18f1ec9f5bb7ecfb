import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ACCESS_TOKEN_TYPE, generateSigningKey, scopesOf } from '@nakku/identity';
import { importJWK, SignJWT } from 'jose';

export interface Tokens {
  readonly jwksUrl: string;
  /** An access token of a customer, valid for an hour. */
  of(userId: string): Promise<string>;
  stop(): void;
}

/** Signs access tokens as users does, and serves the key that they are verified with. */
export async function openTokens(): Promise<Tokens> {
  const { privateJwk, publicJwk } = await generateSigningKey();
  const key = await importJWK(privateJwk, 'EdDSA');
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ keys: [publicJwk] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port }: AddressInfo = Object(server.address());
  return {
    jwksUrl: `http://127.0.0.1:${port}/`,
    of: (userId) =>
      new SignJWT({
        sid: `session of ${userId}`,
        rv: 1,
        roles: ['customer'],
        scope: scopesOf(['customer']).join(' '),
        stores: [],
      })
        .setProtectedHeader({ alg: 'EdDSA', typ: ACCESS_TOKEN_TYPE, kid: privateJwk.kid })
        .setSubject(userId)
        .setIssuer('nakku')
        .setAudience('nakku-api')
        .setIssuedAt()
        .setExpirationTime('1h')
        .sign(key),
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
