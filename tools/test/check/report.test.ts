import type { Finding } from '../../src/check/finding.ts';
import { jsonReport } from '../../src/check/report/json.ts';
import { markdownReport } from '../../src/check/report/markdown.ts';
import { summaryOf } from '../../src/check/report/summary.ts';
import type { Report } from '../../src/check/report/summary.ts';
import { textReport } from '../../src/check/report/text.ts';

const findings: readonly Finding[] = [
  { area: 'changes', level: 'safe', rule: 'FIELD_ADDED', message: "Field 'b' was added" },
  {
    area: 'changes',
    level: 'breaking',
    rule: 'FIELD_REMOVED',
    subject: 'T.a',
    place: { file: 'schema/a.graphql', line: 3, column: 1, text: 'type T {' },
    message: "Field 'a' was removed",
    consequence: 'An operation that asks for it is refused.',
    affected: ['ios 4: 2 requests', 'web_app 1: 1 request'],
    advice: 'Put it back.',
  },
];
const report = (given: readonly Finding[], strict = false): Report => ({
  against: 'origin/main',
  findings: given,
  strict,
  looked: {
    composition: '2 subgraphs',
    changes: 'since origin/main',
    operations: undefined,
    deprecations: undefined,
    lint: undefined,
    events: undefined,
    studio: undefined,
  },
});

test('for a terminal', () => {
  expect(textReport(report(findings))).toBe(`Composition (2 subgraphs): ok

API changes (since origin/main)

  schema/a.graphql:3:1  breaking  FIELD_REMOVED
    Field 'a' was removed
    > type T {
    An operation that asks for it is refused.
    for ios 4: 2 requests
    for web_app 1: 1 request
    → Put it back.

  safe  Field 'b' was added

schema:check against origin/main: 1 breaking, 1 safe change. Failed.
`);
  expect(textReport(report([]))).toBe(`Composition (2 subgraphs): ok

API changes (since origin/main): ok

schema:check against origin/main: nothing to say. Passed.
`);
});

test('for a pull request', () => {
  expect(markdownReport(report(findings))).toBe(`## ❌ The schema check failed

Against origin/main: 1 breaking, 1 safe change.

### Composition: ok — 2 subgraphs

### API changes — since origin/main

- **breaking** \`schema/a.graphql:3\` \`FIELD_REMOVED\` — Field 'a' was removed
  \`\`\`graphql
  type T {
  \`\`\`
  An operation that asks for it is refused.
  - for ios 4: 2 requests
  - for web\\_app 1: 1 request

  **Do:** Put it back.

<details><summary>1 remark that stops nothing</summary>

- safe: Field 'b' was added

</details>
`);
});

test('for programs', () => {
  expect(JSON.parse(jsonReport(report(findings)))).toEqual({
    ok: false,
    against: 'origin/main',
    counts: { breaking: 1, error: 0, dangerous: 0, warning: 0, safe: 1, note: 0 },
    findings: [findings[1], findings[0]],
  });
});

test.each([
  ['breaking', false, false],
  ['error', false, false],
  ['dangerous', true, false],
  ['warning', true, false],
  ['note', true, true],
  ['safe', true, true],
] as const)('%s passes: %s; strictly: %s', (level, usually, strictly) => {
  const given: Finding[] = [{ area: 'lint', level, rule: 'r', message: 'm' }];
  expect(summaryOf(report(given)).ok).toBe(usually);
  expect(summaryOf(report(given, true)).ok).toBe(strictly);
});
