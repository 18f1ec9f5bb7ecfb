import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const src = path.resolve(import.meta.dirname, '../src');

/** Production files, relative to `src`, each with those that it imports, types included. */
function importsOfFiles(): Map<string, Set<string>> {
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/\.(test|fixture)\.ts$/.test(file))
    .sort();
  return new Map(files.map((file) => [file, importsOf(file)]));
}

function importsOf(file: string): Set<string> {
  const text = readFileSync(path.join(src, file), 'utf8');
  const specifiers = [...text.matchAll(/(?:from|import)\s*(?:\(\s*)?'(\.{1,2}\/[^']+)'/g)].map(
    ([, to = '']) => to,
  );
  return new Set(specifiers.map((to) => path.posix.join(path.posix.dirname(file), to)));
}

/** The same between folders; `policy/cost` and `policy/security` are two. */
function importsOfFolders(files: ReadonlyMap<string, ReadonlySet<string>>): Map<string, Set<string>> {
  const folders = new Map<string, Set<string>>();
  for (const [file, imports] of files) {
    const folder = path.posix.dirname(file);
    const known = folders.get(folder) ?? new Set<string>();
    folders.set(folder, known);
    for (const to of imports) if (path.posix.dirname(to) !== folder) known.add(path.posix.dirname(to));
  }
  return folders;
}

/** Every cycle that a depth-first search closes, each as the way around. */
function cyclesIn(graph: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const cycles: string[] = [];
  const done = new Set<string>();
  const visit = (node: string, way: readonly string[]): void => {
    const at = way.indexOf(node);
    if (at >= 0) {
      cycles.push([...way.slice(at), node].join(' → '));
      return;
    }
    if (done.has(node)) return;
    for (const next of graph.get(node) ?? []) visit(next, [...way, node]);
    done.add(node);
  };
  for (const node of graph.keys()) visit(node, []);
  return cycles;
}

/** From the ground up: a folder imports only folders that stand before it. */
const floors = [
  'config',
  'federation',
  'supergraph',
  'request',
  'policy/security',
  'policy/cost',
  'subgraphs',
  'usage',
  'admission/persisted',
  'admission',
  'execution/compiled',
  'execution',
  'subscriptions',
  'transports/shared',
  'transports/sse',
  'transports/multipart',
  'transports/http',
  'transports/websocket',
  'dev',
  'features',
  '.',
];

const files = importsOfFiles();
const folders = importsOfFolders(files);

test('no file imports itself by way of others', () => {
  expect(files.size).toBeGreaterThan(100);
  expect(cyclesIn(files)).toEqual([]);
});

test('no folder imports itself by way of others', () => {
  expect(cyclesIn(folders)).toEqual([]);
});

test('every folder is a floor and imports only floors below', () => {
  const upwards = [...folders].flatMap(([folder, imports]) =>
    [...imports]
      .filter((to) => floors.indexOf(to) >= floors.indexOf(folder))
      .map((to) => `${folder} → ${to}`),
  );
  expect(upwards).toEqual([]);
  expect([...folders.keys()].sort()).toEqual([...floors].sort());
});

test('no file is longer than 300 lines', () => {
  const long = [...files.keys()].filter(
    (file) => readFileSync(path.join(src, file), 'utf8').split('\n').length > 301,
  );
  expect(long).toEqual([]);
});

test('a cycle is found', () => {
  const graph = new Map([
    ['a', new Set(['b'])],
    ['b', new Set(['c', 'd'])],
    ['c', new Set(['a'])],
    ['d', new Set<string>()],
  ]);
  expect(cyclesIn(graph)).toEqual(['a → b → c → a']);
});
