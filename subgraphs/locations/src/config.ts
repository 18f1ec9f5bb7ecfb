import { subgraphEnv } from '@nakku/service';
import { z } from 'zod';

/** Environment of the locations service. Times and limits of its own belong here, with their defaults. */
export const configSchema = z.object({ ...subgraphEnv });

export type LocationsConfig = z.infer<typeof configSchema>;
