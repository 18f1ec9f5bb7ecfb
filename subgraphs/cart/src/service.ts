import type { LiveSignals } from '@nakku/platform';
import type { Durations } from '@nakku/service';
import type { QuoteSigner } from '@nakku/quote';
import type { CartConfig } from './config.ts';
import type { PrismaClient } from './generated/prisma/client.ts';
import type { CartEvents } from './store/database.ts';

/** What cart's resolvers and handlers work with. */
export interface CartService {
  readonly db: PrismaClient;
  readonly platform: CartEvents;
  readonly live: LiveSignals;
  readonly durations: Durations;
  readonly config: CartConfig;
  readonly quotes: QuoteSigner;
  readonly now: () => Date;
  /** A new UUIDv7. */
  readonly newId: () => string;
}
