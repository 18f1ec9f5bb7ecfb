import path from 'node:path';
import { gatewayConfigJsonSchema } from '@nakku/gateway';
import { format, resolveConfig } from 'prettier';
import { repositoryRoot } from '../checkout/state.ts';
import type { Artefact } from './artefact.ts';

const FILE = 'gateway/gateway.config.schema.json';

/** What a gateway.config.json may hold. */
export const gatewayConfig: Artefact = {
  name: 'gateway-config',
  what: FILE,
  async files() {
    const options = await resolveConfig(path.join(repositoryRoot, FILE));
    const text = await format(JSON.stringify(gatewayConfigJsonSchema()), { ...options, filepath: FILE });
    return new Map([[FILE, text]]);
  },
};
