import { loadConfig, port, runService } from '@nakku/service';
import { initTelemetry, logger } from '@nakku/telemetry';
import { z } from 'zod';
import { startMailCatcher } from './index.ts';

const configSchema = z.object({
  HOST: z.string().default('127.0.0.1'),
  /** Of the page and the JSON API. */
  PORT: port.default(4021),
  SMTP_PORT: port.default(4022),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
});

await runService(async () => {
  const config = loadConfig(configSchema);
  const telemetry = initTelemetry({ service: 'mail-catcher', logLevel: config.LOG_LEVEL });
  const catcher = await startMailCatcher({
    host: config.HOST,
    port: config.PORT,
    smtpPort: config.SMTP_PORT,
  });
  logger({ part: 'mail-catcher' }).info({ url: catcher.url, smtpUrl: catcher.smtpUrl }, 'started');
  return {
    url: catcher.url,
    port: catcher.port,
    async stop() {
      await catcher.stop();
      await telemetry.shutdown();
    },
  };
});
