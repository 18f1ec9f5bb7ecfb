import type { CompositionHint, SchemaProblem } from '@nakku/gateway/compose';
import type { Finding, Level } from './finding.ts';

/** What keeps the subgraphs from being one graph. */
export function problemFindings(problems: readonly SchemaProblem[]): Finding[] {
  return problems.map((problem) => ({
    ...common(problem),
    level: 'error',
    consequence: 'There is no supergraph: the gateway goes on with the last good one.',
  }));
}

const LEVELS: Readonly<Record<CompositionHint['level'], Level | undefined>> = {
  WARN: 'warning',
  INFO: 'note',
  // Implementation details of merging, not about the schema.
  DEBUG: undefined,
};

/** What composition finds worth a look. */
export function hintFindings(hints: readonly CompositionHint[]): Finding[] {
  return hints.flatMap((hint) => {
    const level = LEVELS[hint.level];
    return level === undefined ? [] : [{ ...common(hint), level }];
  });
}

function common({ code, message, places }: SchemaProblem) {
  const [place, ...others] = places;
  return {
    area: 'composition',
    rule: code,
    message: [message, ...others.map((o) => `also ${o.file}:${o.line}  ${o.text}`)].join('\n'),
    ...(place === undefined ? {} : { place }),
  } as const;
}
