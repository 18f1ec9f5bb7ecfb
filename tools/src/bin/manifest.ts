// `nakku manifest -- <folder> [--out <file>] [--typename]`: makes the manifest of a client team's operations.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { apiSdlOf } from '@nakku/gateway/compose';
import { buildManifest } from '@nakku/gateway/manifest';
import { defaultLimits } from '@nakku/gateway/operations';
import { buildSchema } from 'graphql';
import { repositoryRoot } from '../checkout/state.ts';
import { command, exits } from './cli.ts';
import type { Command } from './cli.ts';

export const build = (): Command =>
  command('manifest')
    .description(
      "Checks every operation in *.graphql and *.gql below a folder against schema/supergraph.graphql and the limits of the gateway, and writes a manifest in Apollo's format for PERSISTED_MANIFESTS.",
    )
    .argument('<folder>', "a client team's operations")
    .option('--out <file>', 'where to write it; the standard output otherwise')
    .option(
      '--typename',
      'add __typename to every selection, as Apollo Client does when it sends an operation',
      false,
    )
    .action(exits(manifest));

function manifest(folder: string, o: { out?: string; typename: boolean }): number {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(graphql|gql)$/.test(file))
    .sort()
    .map((file) => ({ name: path.join(folder, file), text: readFileSync(path.join(folder, file), 'utf8') }));
  const sdl = readFileSync(path.join(repositoryRoot, 'schema/supergraph.graphql'), 'utf8');
  const built = buildManifest(files, {
    schema: buildSchema(apiSdlOf(sdl)),
    limits: defaultLimits(),
    withTypename: o.typename,
  });
  if (!built.ok) {
    console.error(built.problems.join('\n'));
    return 1;
  } else if (built.manifest.operations.length === 0) {
    console.error(`${folder} has no operations`);
    return 1;
  } else {
    const text = `${JSON.stringify(built.manifest, null, 2)}\n`;
    if (o.out === undefined) process.stdout.write(text);
    else writeFileSync(o.out, text);
    console.error(`${built.manifest.operations.length} operations of ${files.length} files`);
  }
  return 0;
}
