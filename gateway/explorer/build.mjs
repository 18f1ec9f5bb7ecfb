// Bundles the explorer for the browser: our own modules, GraphiQL, and the workers of its editors. Everything comes from
// the gateway's own origin, so that the page works offline and under its content security policy.
import { cpSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

const source = import.meta.dirname;
const target = path.join(source, '../src/generated/explorer');

rmSync(target, { recursive: true, force: true });
await build({
  absWorkingDir: source,
  entryPoints: {
    start: 'start.js',
    'editor.worker': 'monaco-editor/esm/vs/editor/editor.worker.js',
    'json.worker': 'monaco-editor/esm/vs/language/json/json.worker.js',
    'graphql.worker': 'monaco-graphql/esm/graphql.worker.js',
  },
  outdir: target,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  minify: true,
  chunkNames: 'chunks/[name]-[hash]',
  assetNames: 'assets/[name]-[hash]',
  loader: { '.ttf': 'file', '.woff': 'file', '.woff2': 'file' },
  define: { 'process.env.NODE_ENV': '"production"' },
  legalComments: 'none',
  logLevel: 'warning',
});
cpSync(path.join(source, 'index.html'), path.join(target, 'index.html'));
