import type { LiveSignals } from '@nakku/platform';
import type { Durations } from '@nakku/service';
import type { DeliveryConfig } from './config.ts';
import type { DispatchWake } from './dispatch/wake.ts';
import type { EtaRules } from './domain/eta.ts';
import type { PositionRules } from './domain/position.ts';
import type { PrismaClient } from './generated/prisma/client.ts';
import type { DeliveryEvents } from './store/database.ts';
import type { Positions } from './store/positions.ts';

/** What resolvers and handlers work with, for the life of the process. */
export interface DeliveryService {
  readonly db: PrismaClient;
  readonly platform: DeliveryEvents;
  readonly live: LiveSignals;
  readonly wake: DispatchWake;
  readonly positions: Positions;
  readonly durations: Durations;
  readonly config: DeliveryConfig;
  readonly etaRules: EtaRules;
  readonly positionRules: PositionRules;
  readonly now: () => Date;
}
