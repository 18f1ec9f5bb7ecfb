// `npm run compose [-- --check]`: composes schema/*.graphql into schema/supergraph.graphql. With --check it writes
// nothing and fails if the committed supergraph is not what the sources compose to.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { composeSchemaFolder, formatProblem } from '@nakku/gateway/compose';
import { routingUrl } from '../system/routingUrl.ts';
import { repositoryRoot } from '../checkout/state.ts';

const schemaDir = path.join(repositoryRoot, 'schema');
const supergraphFile = path.join(schemaDir, 'supergraph.graphql');

const started = performance.now();
const composition = composeSchemaFolder(schemaDir, routingUrl);
const file = path.relative(process.cwd(), supergraphFile);
if (!composition.ok) {
  console.error(composition.problems.map(formatProblem).join('\n\n'));
  const count = composition.problems.length;
  console.error(
    `\nThe schema does not compose: ${count} problem${count === 1 ? '' : 's'}. ${file} was not changed.`,
  );
  process.exitCode = 1;
} else if (process.argv.includes('--check')) {
  if (readFileSync(supergraphFile, 'utf8') === composition.sdl) console.log(`${file} is up to date`);
  else {
    console.error(`${file} is not what schema/*.graphql compose to: run npm run compose and commit it`);
    process.exitCode = 1;
  }
} else {
  writeFileSync(supergraphFile, composition.sdl);
  for (const hint of composition.hints) console.log(formatProblem(hint));
  console.log(`${file} composed in ${Math.round(performance.now() - started)} ms`);
}
