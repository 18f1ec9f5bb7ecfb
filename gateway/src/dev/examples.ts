import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Kind, parse } from 'graphql';
import type { DefinitionNode } from 'graphql';

/** A saved operation that the explorer offers. */
export interface Example {
  readonly name: string;
  /** Who uses it: the first word of the file's name. */
  readonly role: string;
  /** `cart create` of `customer-02-cart-create`. */
  readonly title: string;
  /** The comment on its first line; empty if there is none. */
  readonly hint: string;
  readonly query: string;
  /** JSON text. */
  readonly variables: string | undefined;
}

/**
 * The operations in a folder, by file name: `<role>-<number>-<title>.graphql`, with variables in a `.json` beside it if
 * there are any.
 */
export function readExamples(folder: string): Example[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.graphql'))
    .sort()
    .map((file) => {
      const name = basename(file, '.graphql');
      const variables = join(folder, `${name}.json`);
      const query = readFileSync(join(folder, file), 'utf8');
      const [role = '', , ...title] = name.split('-');
      return {
        name,
        role,
        title: title.join(' '),
        hint: /^# *(.*)/.exec(query)?.[1] ?? '',
        query,
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
