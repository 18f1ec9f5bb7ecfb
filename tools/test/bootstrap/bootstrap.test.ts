import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fingerprint, isBuilt, rememberBuild } from '../../bootstrap/buildStamp.mjs';
import { isInstalled } from '../../bootstrap/installed.mjs';
import { newState } from '../harness/launchers.ts';

const write = (file: string, value: unknown): void => {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(value));
};

describe('isInstalled', () => {
  const wanted = {
    '': {},
    'packages/money': { version: '0.1.0' },
    'node_modules/@nakku/money': { resolved: 'packages/money', link: true },
    'node_modules/zod': { version: '4.6.7' },
    'node_modules/@platform/other': { version: '1.0.0', optional: true },
  };
  const checkout = (present: object): string => {
    const root = newState();
    write(path.join(root, 'package-lock.json'), { packages: wanted });
    write(path.join(root, 'node_modules/.package-lock.json'), { packages: present });
    return root;
  };
  const complete = { 'node_modules/zod': { version: '4.6.7' }, 'node_modules/@nakku/money': { link: true } };

  test('holds when every package for this platform is there in its version', () => {
    expect(isInstalled(checkout(complete))).toBe(true);
  });

  test('holds after a change of the lock that asks for nothing new', () => {
    const root = checkout({ ...complete, 'node_modules/no-longer-wanted': { version: '1.0.0' } });
    const changed = {
      ...wanted,
      'packages/money': { version: '0.2.0', dependencies: { zod: '4.6.7' } },
      'node_modules/@platform/new': { version: '1.0.0', optional: true },
    };
    write(path.join(root, 'package-lock.json'), { packages: changed });
    expect(isInstalled(root)).toBe(true);
  });

  test('does not hold without node_modules, without a package, with another version, without a workspace', () => {
    const empty = newState();
    write(path.join(empty, 'package-lock.json'), { packages: wanted });
    expect(isInstalled(empty)).toBe(false);
    expect(isInstalled(checkout({ ...complete, 'node_modules/zod': undefined }))).toBe(false);
    expect(isInstalled(checkout({ ...complete, 'node_modules/zod': { version: '4.6.6' } }))).toBe(false);
    expect(isInstalled(checkout({ ...complete, 'node_modules/@nakku/money': undefined }))).toBe(false);
  });
});

describe('isBuilt', () => {
  const checkout = (): string => {
    const root = newState();
    for (const folder of ['packages/money', 'subgraphs/users', 'gateway', 'tools']) {
      write(path.join(root, folder, 'package.json'), {});
      write(path.join(root, folder, 'tsconfig.build.json'), {});
      write(path.join(root, folder, 'src/index.ts'), '');
      write(path.join(root, folder, 'dist/index.js'), '');
    }
    write(path.join(root, 'schema/users.graphql'), '');
    return root;
  };

  test('holds from a build to the next change of a source, a schema or an output', () => {
    const root = checkout();
    expect(isBuilt(root)).toBe(false);
    rememberBuild(root, fingerprint(root));
    expect(isBuilt(root)).toBe(true);
    utimesSync(path.join(root, 'subgraphs/users/src/index.ts'), 1, 1);
    expect(isBuilt(root)).toBe(false);
    rememberBuild(root, fingerprint(root));
    write(path.join(root, 'gateway/tsconfig.build.json'), { include: [] });
    expect(isBuilt(root)).toBe(false);
    rememberBuild(root, fingerprint(root));
    write(path.join(root, 'schema/users.graphql'), 'type Query');
    expect(isBuilt(root)).toBe(false);
    rememberBuild(root, fingerprint(root));
    rmSync(path.join(root, 'packages/money/dist'), { recursive: true });
    expect(isBuilt(root)).toBe(false);
  });

  test('does not look at generated code', () => {
    const root = checkout();
    rememberBuild(root, fingerprint(root));
    write(path.join(root, 'subgraphs/users/src/generated/graphql.ts'), '');
    expect(isBuilt(root)).toBe(true);
  });
});
