import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Kind, parse } from 'graphql';
import type { DefinitionNode } from 'graphql';

/** An operation that the explorer opens as a tab. */
export interface Example {
  readonly name: string;
  readonly query: string;
  /** JSON text. */
  readonly variables: string | undefined;
}

/** The operations in a folder, by file name: `<name>.graphql`, with variables in `<name>.json` if there are any. */
export function readExamples(folder: string): Example[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.graphql'))
    .sort()
    .map((file) => {
      const name = basename(file, '.graphql');
      const variables = join(folder, `${name}.json`);
      return {
        name,
        query: readFileSync(join(folder, file), 'utf8'),
        variables: existsSync(variables) ? readFileSync(variables, 'utf8') : undefined,
      };
    });
}

/** The names of the operations in examples: the only ones that become labels of metrics. */
export function operationNames(examples: readonly Example[]): ReadonlySet<string> {
  return new Set(
    examples.flatMap(({ query }) =>
      definitionsOf(query).flatMap((d) =>
        d.kind === Kind.OPERATION_DEFINITION && d.name ? [d.name.value] : [],
      ),
    ),
  );
}

/** Of a broken example none: the explorer shows what is wrong with it, and the gateway starts all the same. */
function definitionsOf(query: string): readonly DefinitionNode[] {
  try {
    return parse(query, { noLocation: true }).definitions;
  } catch {
    return [];
  }
}
