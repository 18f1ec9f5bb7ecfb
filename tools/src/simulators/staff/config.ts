import { durationsProfileSchema, url } from '@nakku/service';
import { z } from 'zod';

/** Environment of the simulated staff. */
export const simulatorConfig = z.object({
  GATEWAY_URL: url('http', 'https'),
  DURATIONS_PROFILE: durationsProfileSchema.default('demo'),
  /** How many times faster than the durations profile the simulated staff works. */
  SIMULATION_SPEED: z.coerce.number().min(0.1).max(100).default(1),
  /** Of a hundred lines of orders so many lack something on the shelf. */
  SIMULATION_SHORT_PERCENT: z.coerce.number().min(0).max(100).default(5),
  /** Decides, with the line, which those are. */
  SIMULATION_SEED: z.coerce.number().int().min(0).max(4_294_967_295).default(1),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
});
