import { privateJwkSchema } from '@nakku/identity';
import { z } from 'zod';

/** What a gateway needs to know of the shop that it stands before. */
export const gatewaySchema = z.object({
  supergraphFile: z.string(),
  redisUrl: z.string(),
  redisPrefix: z.string(),
  jwksUrl: z.string(),
  identityPrivateJwk: privateJwkSchema,
  /** Of Apollo's: whether its data source is one with a pool. */
  undici: z.boolean(),
});

/** Those that are compared. */
export const contenders = {
  nakku: { file: '../gateway/nakku.ts', title: 'Nakku', undici: false },
  bare: { file: '../gateway/bare.ts', title: 'compiled executor alone', undici: false },
  stock: { file: '../gateway/stock.ts', title: '@apollo/gateway', undici: false },
  undici: { file: '../gateway/stock.ts', title: '@apollo/gateway + undici', undici: true },
} as const;
export type Contender = keyof typeof contenders;
