import { loadConfig, runService } from '@nakku/service';
import { initTelemetry, logger } from '@nakku/telemetry';
import { simulatorConfig } from './config.ts';
import { shelfOf } from './shelf.ts';
import { startSimulator } from './simulator.ts';
import { simulatorTimes } from './times.ts';

await runService(() => {
  const config = loadConfig(simulatorConfig);
  const telemetry = initTelemetry({ service: 'simulator', logLevel: config.LOG_LEVEL });
  const simulator = startSimulator({
    gatewayUrl: config.GATEWAY_URL,
    times: simulatorTimes(config.DURATIONS_PROFILE, config.SIMULATION_SPEED),
    shelf: shelfOf({ shortPercent: config.SIMULATION_SHORT_PERCENT, seed: config.SIMULATION_SEED }),
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
