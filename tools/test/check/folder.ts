import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { composeSchemaFolder } from '@nakku/gateway/compose';
import { LINK } from './schemas.ts';

/** A repository with a schema folder of one subgraph `a` in a temporary place. */
export interface SchemaFolder {
  readonly schemaDir: string;
  write(file: string, text: string): void;
  /** Composes, and commits everything. */
  commit(): void;
  /** A program in place of rover: it prints `answer` and records its arguments. */
  rover(response: { readonly status: number; readonly stdout: string }): {
    readonly path: string;
    readonly log: string;
  };
  remove(): void;
}

export function schemaFolder(): SchemaFolder {
  const root = mkdtempSync(path.join(tmpdir(), 'schema-check-'));
  const schemaDir = path.join(root, 'schema');
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@nakku.example', ...args], {
      cwd: root,
      stdio: 'ignore',
    });
  function write(file: string, text: string): void {
    mkdirSync(path.dirname(path.join(schemaDir, file)), { recursive: true });
    writeFileSync(path.join(schemaDir, file), text);
  }
  write('shared/link.graphql', LINK);
  return {
    schemaDir,
    write,
    commit() {
      const composed = composeSchemaFolder(schemaDir, (name) => `http://${name}/graphql`);
      if (!composed.ok) throw new Error(JSON.stringify(composed.problems));
      write('supergraph.graphql', composed.sdl);
      git('init', '--quiet', '--initial-branch=main');
      git('add', '.');
      git('commit', '--quiet', '--message', 'schema');
    },
    rover({ status, stdout }) {
      const log = path.join(root, 'rover.log');
      const file = path.join(root, 'rover');
      const script = `#!/usr/bin/env node
const { appendFileSync, readFileSync } = require('node:fs');
const input = readFileSync(0, 'utf8');
appendFileSync(${JSON.stringify(log)}, JSON.stringify({ args: process.argv.slice(2), input }) + '\\n');
process.stdout.write(${JSON.stringify(stdout)});
process.exit(${status});
`;
      writeFileSync(file, script);
      chmodSync(file, 0o755);
      return { path: file, log };
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
