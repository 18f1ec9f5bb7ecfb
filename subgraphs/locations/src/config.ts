import { standardJourney } from '@nakku/geo';
import { integer, subgraphEnv } from '@nakku/service';
import { z } from 'zod';

/** Environment of the locations service. Its promise is the one of a checkout if cart has the same times. */
export const configSchema = z.object({
  ...subgraphEnv,
  /** What a promise counts for packing, before the ride. */
  LOCATIONS_PROMISE_PACKING_MS: integer(0, 3_600_000).default(standardJourney.packingMs),
  /** What a promise counts for each stop, at the store and at the door. */
  LOCATIONS_PROMISE_STOP_MS: integer(0, 3_600_000).default(standardJourney.stopMs),
  /** Width of the promised window. */
  LOCATIONS_PROMISE_WINDOW_MS: integer(60_000, 7_200_000).default(900_000),
  /** Speed of a courier along the streets, in centimetres per second. */
  LOCATIONS_COURIER_SPEED_CM_S: integer(50, 3_000).default(standardJourney.metersPerSecond * 100),
});

export type LocationsConfig = z.infer<typeof configSchema>;
