import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** A metric as the code registers it with packages/telemetry. */
export interface Metric {
  readonly name: string;
  readonly kind: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly labels: readonly string[];
  /** File that registers it, relative to the repository. */
  readonly file: string;
}

const KINDS: readonly string[] = ['counter', 'gauge', 'histogram'];
const isKind = (name: string): name is Metric['kind'] => KINDS.includes(name);

const sourcesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.startsWith('generated'))
    .sort()
    .map((file) => path.join(folder, file));

/** The list of strings that an expression is: written there, or in a constant of the same file. */
function stringsOf(node: ts.Expression | undefined, file: ts.SourceFile): string[] {
  if (!node) return [];
  if (ts.isAsExpression(node)) return stringsOf(node.expression, file);
  if (ts.isArrayLiteralExpression(node))
    return node.elements.flatMap((element) => (ts.isStringLiteralLike(element) ? [element.text] : []));
  if (!ts.isIdentifier(node))
    throw new Error(`${file.fileName}: labels are not a list: ${node.getText(file)}`);
  const constant = file.statements
    .filter(ts.isVariableStatement)
    .flatMap((statement) => [...statement.declarationList.declarations])
    .find((declaration) => declaration.name.getText(file) === node.text);
  return stringsOf(constant?.initializer, file);
}

/** The three metrics of a call of `workMetrics(name, what)`. */
function ofWork(name: string, what: string, file: string): Metric[] {
  return [
    {
      name: `${name}_succeeded_total`,
      kind: 'counter',
      help: `${what} that succeeded`,
      labels: ['service', 'method', 'status'],
      file,
    },
    {
      name: `${name}_failed_total`,
      kind: 'counter',
      help: `${what} that failed, by reason`,
      labels: ['service', 'method', 'failure_reason'],
      file,
    },
    {
      name: `${name}_duration_seconds`,
      kind: 'histogram',
      help: `${what}: time from request to response`,
      labels: ['service', 'method'],
      file,
    },
  ];
}

function metricsIn(file: string, root: string): Metric[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: Metric[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
      const [name, help, labels] = node.arguments;
      const called = node.expression.text;
      const where = path.relative(root, file);
      if (name && help && ts.isStringLiteralLike(name) && ts.isStringLiteralLike(help)) {
        if (called === 'workMetrics') found.push(...ofWork(name.text, help.text, where));
        if (isKind(called))
          found.push({
            name: name.text,
            kind: called,
            help: help.text,
            // Every metric names its service: those that do not do so themselves by a label of the registry.
            labels: [...new Set(['service', ...stringsOf(labels, source)])],
            file: where,
          });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** The folders whose code runs in a service: its own and those of the packages that it depends on. */
function foldersOf(folder: string, root: string): string[] {
  const seen = new Set<string>();
  const follow = (one: string): void => {
    if (seen.has(one)) return;
    seen.add(one);
    const manifest: unknown = JSON.parse(readFileSync(path.join(root, one, 'package.json'), 'utf8'));
    const dependencies: object = Object(Object(manifest).dependencies);
    for (const name of Object.keys(dependencies))
      if (name.startsWith('@nakku/')) follow(`packages/${name.slice('@nakku/'.length)}`);
  };
  follow(folder);
  return [...seen];
}

/** Every metric that a service may show on `/metrics`, by name, besides those of the process itself. */
export function metricsOf(folder: string, root: string): Metric[] {
  const all = foldersOf(folder, root)
    .flatMap((one) => sourcesIn(path.join(root, one, 'src')))
    .flatMap((file) => metricsIn(file, root));
  return [...new Map(all.map((metric) => [metric.name, metric])).values()].sort((a, b) =>
    a.name < b.name ? -1 : 1,
  );
}
