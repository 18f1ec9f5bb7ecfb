import { z } from 'zod';
import { setting } from './setting.ts';

/** Which pages may call, and the explorer. */
export const browsers = z
  .strictObject({
    allowedOrigins: setting(
      'ALLOWED_ORIGINS',
      'Origins of pages that may call by HTTP and WebSocket, such as https://shop.example. In development localhost may on any port.',
      z
        .array(z.string().regex(/^https?:\/\/[^/\s]+$/, 'must be an origin such as https://shop.example'))
        .default([]),
    ),
    explorer: setting(
      'EXPLORER',
      'GraphiQL on `/`; unset: outside of production only.',
      z.boolean().optional(),
    ),
    explorerAccounts: setting(
      'EXPLORER_ACCOUNTS',
      'Demo accounts that the explorer offers, each for the saved operations of its role. Their passwords go to every browser: refused in production.',
      z
        .array(
          z.strictObject({ label: z.string(), role: z.string(), email: z.string(), password: z.string() }),
        )
        .default([]),
    ),
    explorerExamples: setting(
      'EXPLORER_EXAMPLES',
      'Folder of the `*.graphql` operations that the explorer offers, whose names become labels of metrics; unset: `operations` beside the supergraph.',
      z.string().optional(),
    ),
  })
  .meta({ description: 'Which pages may call, and the explorer.' });
