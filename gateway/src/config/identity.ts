import { privateJwkSchema } from '@nakku/identity';
import { z } from 'zod';
import { between, httpUrl, redisUrl, setting } from './setting.ts';

/** Redis: revocations, budgets, persisted operations. The gateway serves without it too. */
export const redis = z
  .strictObject({
    url: setting('REDIS_URL', 'The server, with its password if it has one.', redisUrl),
    cacheUrl: setting(
      'REDIS_CACHE_URL',
      'A server for what may be lost (registered operations), with a memory limit of its own and `volatile-lru` or `allkeys-lru`. Without it REDIS_URL serves both; what is registered is bounded in any case.',
      redisUrl.optional(),
    ),
    prefix: setting(
      'REDIS_PREFIX',
      'Put before every key and channel, so that several systems may share a Redis.',
      z.string().default(''),
    ),
  })
  .meta({
    description: 'Redis: revocations, budgets, persisted operations. The gateway serves without it too.',
  });

/** Access tokens of clients, and the identity that subgraphs get. */
export const identity = z
  .strictObject({
    usersJwksUrl: setting('USERS_JWKS_URL', 'Where the keys of access tokens are published.', httpUrl),
    accessTokenIssuer: setting('ACCESS_TOKEN_ISSUER', '`iss` of access tokens.', z.string().default('nakku')),
    accessTokenAudience: setting(
      'ACCESS_TOKEN_AUDIENCE',
      '`aud` of access tokens.',
      z.string().default('nakku-api'),
    ),
    clockToleranceSeconds: setting(
      'CLOCK_TOLERANCE_SECONDS',
      'How far the clocks of issuer and gateway may differ.',
      between(0, 60, 5),
    ),
    privateJwk: setting(
      'IDENTITY_PRIVATE_JWK',
      'Ed25519 key with which the gateway tells subgraphs who is calling. A secret: give it by the environment.',
      privateJwkSchema,
    ),
  })
  .meta({ description: 'Access tokens of clients, and the identity that subgraphs get.' });
