import type { LiveSignals } from '@nakku/platform';
import type { Durations } from '@nakku/service';
import type { PrismaClient } from './generated/prisma/client.ts';
import type { WidgetsEvents } from './store/database.ts';

/** What the resolvers and handlers of widgets work with. */
export interface WidgetsService {
  readonly db: PrismaClient;
  readonly platform: WidgetsEvents;
  readonly live: LiveSignals;
  readonly durations: Durations;
  readonly now: () => Date;
  /** A new UUIDv7. */
  readonly newId: () => string;
}
