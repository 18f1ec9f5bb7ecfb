import type { ServiceDefinition } from '../../src/system/services.ts';
import { SERVICES } from '../../src/system/services.ts';

/** Users and the gateway with all that the table says of them, but with a tiny program each. */
export const tinyServices: ServiceDefinition[] = SERVICES.filter(
  ({ name }) => name === 'users' || name === 'gateway',
).map((service) => ({ ...service, folder: 'tools/test/harness/fixtures', entry: 'tinyService.mjs' }));
