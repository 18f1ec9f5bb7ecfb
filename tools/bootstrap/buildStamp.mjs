import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const WORKSPACE_PARENTS = ['packages', 'subgraphs'];
const SINGLE_WORKSPACES = ['gateway', 'tools'];
const ROOT_FILES = [
  'package-lock.json',
  'tsconfig.base.json',
  'tsconfig.build.json',
  'turbo.json',
  'codegen.yml',
  'prisma.config.ts',
];
const SHARED_FOLDERS = ['schema', 'prisma', 'gateway/explorer'];

function workspaces(root) {
  const nested = WORKSPACE_PARENTS.flatMap((parent) =>
    readdirSync(path.join(root, parent)).map((name) => path.join(parent, name)),
  );
  return [...nested, ...SINGLE_WORKSPACES].filter((folder) =>
    existsSync(path.join(root, folder, 'package.json')),
  );
}

function* filesIn(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (!entry.isDirectory()) yield file;
    else if (entry.name !== 'generated' && entry.name !== 'node_modules') yield* filesIn(file);
  }
}

/** Names, sizes and times of all inputs of the build; turbo looks at contents, but takes longer to say "nothing". */
export function fingerprint(root) {
  const hash = createHash('sha256');
  const add = (file) => {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${path.relative(root, file)} ${size} ${mtimeMs}\n`);
  };
  for (const name of ROOT_FILES) if (existsSync(path.join(root, name))) add(path.join(root, name));
  const folders = SHARED_FOLDERS.map((name) => path.join(root, name));
  for (const workspace of workspaces(root)) {
    for (const name of ['package.json', 'tsconfig.build.json']) add(path.join(root, workspace, name));
    folders.push(path.join(root, workspace, 'src'));
  }
  for (const folder of folders) if (existsSync(folder)) for (const file of filesIn(folder)) add(file);
  return hash.digest('hex');
}

const stampFile = (root) => path.join(root, 'node_modules/.cache/nakku-build');

/** Whether the last build saw the inputs as they are, and what it made is still there. */
export function isBuilt(root) {
  const file = stampFile(root);
  if (!existsSync(file) || readFileSync(file, 'utf8') !== fingerprint(root)) return false;
  return workspaces(root).every(
    (workspace) =>
      !existsSync(path.join(root, workspace, 'src/index.ts')) ||
      existsSync(path.join(root, workspace, 'dist')),
  );
}

/** @param seen the fingerprint from before the build: what changed meanwhile is not built */
export function rememberBuild(root, seen) {
  mkdirSync(path.dirname(stampFile(root)), { recursive: true });
  writeFileSync(stampFile(root), seen);
}
