// jest's global set-up of the end-to-end tests: a system for each worker, with throw-away servers.
import { hostSystems } from './systems.mjs';

export default async function setup() {
  // A system that runs already (`node tests/e2e/harness/keep.mjs`), for work on the scenarios.
  if (process.env.NAKKU_E2E_SYSTEM) return;
  globalThis.nakkuSystems = await hostSystems();
  process.env.NAKKU_E2E_HOST = globalThis.nakkuSystems.url;
}
