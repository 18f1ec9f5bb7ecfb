import { subgraphEnv } from '@nakku/service';
import { z } from 'zod';

/** Environment of the products service. */
export const configSchema = z.object({ ...subgraphEnv });

export type ProductsConfig = z.infer<typeof configSchema>;
