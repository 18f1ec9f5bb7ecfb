import { subgraphEnv } from '@nakku/service';
import { z } from 'zod';

/** Environment of the widgets service. Every limit of its own has its default here. */
export const configSchema = z.object({ ...subgraphEnv });

export type WidgetsConfig = z.infer<typeof configSchema>;
