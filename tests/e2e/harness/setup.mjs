// jest's global set-up of the end-to-end tests: one system for all scenarios, started once, with throw-away servers.
import { hostSystem } from './hosted-system.mjs';

/** Set: a system that runs already (`node tests/e2e/harness/keep.mjs`), for work on the scenarios. */
const ADDRESS = 'NAKKU_E2E_SYSTEM';

export default async function setup() {
  if (process.env[ADDRESS]) return;
  const hosted = await hostSystem();
  process.env[ADDRESS] = JSON.stringify(hosted.address);
  globalThis.nakkuHostedSystem = hosted;
}
