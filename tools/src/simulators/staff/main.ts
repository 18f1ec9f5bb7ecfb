import { durations, durationsProfileSchema, loadConfig, runService, url } from '@nakku/service';
import { initTelemetry, logger } from '@nakku/telemetry';
import { z } from 'zod';
import { startPeople } from './staff.ts';
import { simulatorTimes } from './times.ts';

const environment = z.object({
  GATEWAY_URL: url('http', 'https'),
  DURATIONS_PROFILE: durationsProfileSchema.default('demo'),
  /** People are so many times faster than their profile says. */
  PEOPLE_SPEED: z.coerce.number().min(0.1).max(100).default(1),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
});

await runService(() => {
  const config = loadConfig(environment);
  const telemetry = initTelemetry({ service: 'people', logLevel: config.LOG_LEVEL });
  const people = startPeople({
    gatewayUrl: config.GATEWAY_URL,
    times: simulatorTimes(durations(config.DURATIONS_PROFILE), config.PEOPLE_SPEED),
    log: logger(),
  });
  return Promise.resolve({
    url: config.GATEWAY_URL,
    port: 0,
    async stop() {
      await people.stop();
      await telemetry.shutdown();
    },
  });
});
