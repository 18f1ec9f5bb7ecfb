import type { Platform } from '@nakku/platform';
import type { TransactionClient } from '@nakku/service';
import type { ProviderPort } from './domain/provider.ts';
import type { PrismaClient } from './generated/prisma/client.ts';

export type PaymentsTx = TransactionClient<PrismaClient>;

/** What payments' resolvers work with. */
export interface PaymentsService {
  readonly db: PrismaClient;
  readonly platform: Platform<PaymentsTx>;
  readonly provider: ProviderPort;
  readonly now: () => Date;
  /** A new UUIDv7. */
  readonly newId: () => string;
}
