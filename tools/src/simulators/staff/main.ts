import { durations, durationsProfileSchema, loadConfig, runService, url } from '@nakku/service';
import { initTelemetry, logger } from '@nakku/telemetry';
import { z } from 'zod';
import { startSimulator } from './simulator.ts';
import { simulatorTimes } from './times.ts';

const environment = z.object({
  GATEWAY_URL: url('http', 'https'),
  DURATIONS_PROFILE: durationsProfileSchema.default('demo'),
  /** How many times faster than the durations profile the simulated staff works. */
  SIMULATION_SPEED: z.coerce.number().min(0.1).max(100).default(1),
  PEOPLE_SPEED: z.undefined({ error: 'is called SIMULATION_SPEED now' }),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
});

await runService(() => {
  const config = loadConfig(environment);
  const telemetry = initTelemetry({ service: 'simulator', logLevel: config.LOG_LEVEL });
  const simulator = startSimulator({
    gatewayUrl: config.GATEWAY_URL,
    times: simulatorTimes(durations(config.DURATIONS_PROFILE), config.SIMULATION_SPEED),
    log: logger(),
  });
  return Promise.resolve({
    url: config.GATEWAY_URL,
    port: 0,
    async stop() {
      await simulator.stop();
      await telemetry.shutdown();
    },
  });
});
