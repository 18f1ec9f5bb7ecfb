// The entry of every image: runs the service that SERVICE names, or with --migrate-only the migrations of its database. Needs
// nothing of tools/, which production lacks.
import { existsSync } from 'node:fs';

const SIMULATORS = {
  'payment-provider': 'payment-provider',
  'mail-catcher': 'mail-catcher',
  simulator: 'staff',
};
const service = process.env.SERVICE ?? '';
const isMigrating = process.argv.includes('--migrate-only');
const entry = Object.hasOwn(SIMULATORS, service)
  ? `tools/dist/simulators/${SIMULATORS[service]}/main.js`
  : service === 'gateway'
    ? 'gateway/dist/main.js'
    : `subgraphs/${service}/dist/main.js`;
const file = new URL(`../../${entry}`, import.meta.url);
if (service === '' || !existsSync(file)) {
  console.error(`SERVICE must name a service of this image, it is: ${service || '(not set)'}`);
  process.exit(78);
}
await import(
  isMigrating ? new URL('../../packages/service/dist/bin/migrateOnly.js', import.meta.url).href : file.href
);
