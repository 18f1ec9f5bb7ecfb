// `npm run manifest -- <folder> [--out <file>] [--typename]`: makes the manifest of a client team's operations.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { apiSdlOf } from '@nakku/gateway/compose';
import { buildManifest } from '@nakku/gateway/manifest';
import { defaultLimits } from '@nakku/gateway/operations';
import { buildSchema } from 'graphql';
import { repositoryRoot } from '../checkout/state.ts';

const usage = `npm run manifest -- <folder> [--out <file>] [--typename]

Reads *.graphql and *.gql below the folder, checks every operation against schema/supergraph.graphql and the gateway's
limits, and writes a manifest in Apollo's format for PERSISTED_MANIFESTS; without --out to the terminal.
--typename adds __typename to every selection, for clients that send what Apollo Client makes of an operation.`;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    out: { type: 'string' },
    typename: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const [folder] = positionals;

if (folder === undefined || values.help) {
  console.error(usage);
  process.exitCode = folder === undefined && !values.help ? 1 : 0;
} else {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(graphql|gql)$/.test(file))
    .sort()
    .map((file) => ({ name: path.join(folder, file), text: readFileSync(path.join(folder, file), 'utf8') }));
  const sdl = readFileSync(path.join(repositoryRoot, 'schema/supergraph.graphql'), 'utf8');
  const built = buildManifest(files, {
    schema: buildSchema(apiSdlOf(sdl)),
    limits: defaultLimits(),
    withTypename: values.typename,
  });
  if (!built.ok) {
    console.error(built.problems.join('\n'));
    process.exitCode = 1;
  } else if (built.manifest.operations.length === 0) {
    console.error(`${folder} has no operations`);
    process.exitCode = 1;
  } else {
    const text = `${JSON.stringify(built.manifest, null, 2)}\n`;
    if (values.out === undefined) process.stdout.write(text);
    else writeFileSync(values.out, text);
    console.error(`${built.manifest.operations.length} operations of ${files.length} files`);
  }
}
