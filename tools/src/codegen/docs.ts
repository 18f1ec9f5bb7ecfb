// `npm run docs`: writes the generated pages: schema reference, events, metrics of each service.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { generatedPages } from './docs/pages.ts';
import { repositoryRoot } from '../checkout/state.ts';

const pages = await generatedPages();
for (const [file, text] of pages) {
  mkdirSync(path.dirname(path.join(repositoryRoot, file)), { recursive: true });
  writeFileSync(path.join(repositoryRoot, file), text);
}
console.log(`${pages.size} pages written`);
