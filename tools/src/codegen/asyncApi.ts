// `npm run asyncapi`: writes schema/events/asyncapi.json from the contracts in packages/contracts.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { asyncApiDocument } from '@nakku/contracts';
import { repositoryRoot } from '../checkout/state.ts';

const file = path.join(repositoryRoot, 'schema/events/asyncapi.json');
mkdirSync(path.dirname(file), { recursive: true });
writeFileSync(file, `${JSON.stringify(asyncApiDocument(), null, 2)}\n`);
console.log(`${path.relative(process.cwd(), file)} written`);
