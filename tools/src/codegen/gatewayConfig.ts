// `npm run gateway-config`: writes gateway/gateway.config.schema.json from gateway/src/config/gatewayConfig.ts.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { gatewayConfigJsonSchema } from '@nakku/gateway';
import { format, resolveConfig } from 'prettier';
import { repositoryRoot } from '../checkout/state.ts';

const file = path.join(repositoryRoot, 'gateway/gateway.config.schema.json');
const text = JSON.stringify(gatewayConfigJsonSchema());
writeFileSync(file, await format(text, { ...(await resolveConfig(file)), filepath: file }));
console.log(`${path.relative(process.cwd(), file)} written`);
