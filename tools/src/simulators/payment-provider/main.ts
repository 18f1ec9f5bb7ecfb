import { loadConfig, integer, port, runService, secret, url } from '@nakku/service';
import { initTelemetry, logger } from '@nakku/telemetry';
import { z } from 'zod';
import { startPaymentProvider } from './index.ts';

const configSchema = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(4020),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  STRIPE_SECRET_KEY: secret(8),
  /** Where events are delivered, such as http://127.0.0.1:4016/webhooks/stripe. */
  PAYMENTS_WEBHOOK_URL: url('http', 'https'),
  PAYMENTS_WEBHOOK_SECRET: secret(8),
  /** Folder of the ledger. */
  PAYMENT_PROVIDER_STATE: z.string().min(1).optional(),
  /** Address of the 3-D Secure pages as a browser reaches them. */
  PAYMENT_PROVIDER_PUBLIC_URL: url('http', 'https').optional(),
  /** Time that a real provider would take, in milliseconds; its webhooks come a little later than its responses. */
  PAYMENT_PROVIDER_LATENCY_MS: integer(0, 60_000).default(0),
});

await runService(async () => {
  const config = loadConfig(configSchema);
  const telemetry = initTelemetry({ service: 'payment-provider', logLevel: config.LOG_LEVEL });
  const latency = config.PAYMENT_PROVIDER_LATENCY_MS;
  const provider = await startPaymentProvider({
    host: config.HOST,
    port: config.PORT,
    secretKey: config.STRIPE_SECRET_KEY,
    webhook: { url: config.PAYMENTS_WEBHOOK_URL, secret: config.PAYMENTS_WEBHOOK_SECRET },
    ...(config.PAYMENT_PROVIDER_STATE === undefined ? {} : { stateDirectory: config.PAYMENT_PROVIDER_STATE }),
    ...(config.PAYMENT_PROVIDER_PUBLIC_URL === undefined
      ? {}
      : { publicUrl: config.PAYMENT_PROVIDER_PUBLIC_URL }),
    faults: { latencyMs: { min: latency, max: latency }, webhookDelayMs: { min: 30, max: 150 } },
  });
  logger({ part: 'payment-provider' }).info({ url: provider.url }, 'started');
  return {
    url: provider.url,
    port: provider.port,
    async stop() {
      await provider.stop();
      await telemetry.shutdown();
    },
  };
});
