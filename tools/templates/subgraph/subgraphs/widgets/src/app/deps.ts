import type { SubgraphDeps } from '@nakku/service';
import type { Db } from '../store/database.ts';

/** What use cases and resolvers work with; made once, in service.ts. */
export type Deps = SubgraphDeps<Db>;
