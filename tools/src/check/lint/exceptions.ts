import type { Place } from '@nakku/gateway/compose';
import type { ASTNode, Source } from 'graphql';

/** A line `# allow <rule>: <reason>` directly above an element, or above its description. */
export interface Exception {
  readonly rule: string;
  readonly place: Place;
}

const ALLOW = /^\s*#\s*allow ([a-z-]+):\s*\S/;

/** The exception of a rule that stands above a node; undefined if there is none. */
export function exceptionAbove(
  node: ASTNode,
  rule: string,
  all: readonly Exception[],
): Exception | undefined {
  const { loc } = node;
  if (!loc) return undefined;
  const lines = loc.source.body.split('\n');
  // A definition begins with its description.
  let line = loc.startToken.line;
  while (/^\s*#/.test(lines[line - 2] ?? '')) line -= 1;
  return all.find(
    (exception) =>
      exception.rule === rule &&
      exception.place.file === loc.source.name &&
      exception.place.line >= line &&
      exception.place.line <= loc.startToken.line,
  );
}

/** All exceptions in source files. */
export function exceptionsIn(sources: readonly Source[]): Exception[] {
  return sources.flatMap(({ name, body }) =>
    body.split('\n').flatMap((text, index) => {
      const rule = ALLOW.exec(text)?.[1];
      return rule === undefined
        ? []
        : [
            {
              rule,
              place: { file: name, line: index + 1, column: text.indexOf('#') + 1, text: text.trim() },
            },
          ];
    }),
  );
}
