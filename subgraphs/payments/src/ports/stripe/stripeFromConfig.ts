import type { PaymentsConfig } from '../../config.ts';
import type { ProviderPort } from '../../domain/providerPort.ts';
import { createStripeProvider } from './stripeProvider.ts';

/** The provider that the environment names. `timeoutMs` bounds each call. */
export function stripeFromConfig(config: PaymentsConfig, timeoutMs: number): ProviderPort {
  return createStripeProvider({
    secretKey: config.STRIPE_SECRET_KEY,
    webhookSecret: config.PAYMENTS_WEBHOOK_SECRET,
    host: config.STRIPE_API_HOST,
    port: config.STRIPE_API_PORT,
    protocol: config.STRIPE_API_PROTOCOL ?? (config.STRIPE_API_HOST === undefined ? undefined : 'http'),
    timeoutMs,
    webhookToleranceSeconds: config.PAYMENTS_WEBHOOK_TOLERANCE_SECONDS,
    returnUrl: config.PAYMENTS_RETURN_URL,
  });
}
