// `npm run gateway-config`: writes gateway/gateway.config.schema.json from gateway/src/gateway.config.ts.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { gatewayConfigJsonSchema } from '@nakku/gateway';
import { repositoryRoot } from './state.ts';

const file = path.join(repositoryRoot, 'gateway/gateway.config.schema.json');
writeFileSync(file, `${JSON.stringify(gatewayConfigJsonSchema(), null, 2)}\n`);
console.log(`${path.relative(process.cwd(), file)} written`);
