import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join, resolve } from 'node:path';

/** A file of the page, read at its first use. */
export interface PageFile {
  readonly type: string;
  read(): Buffer;
}

/** Nothing from elsewhere, so that it works offline; GraphiQL sets styles and fonts inline. */
export const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "connect-src 'self' ws: wss:",
  "worker-src 'self' blob:",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};

/** What runs in the browser; `src` and `dist` lie at the same depth. */
const own = resolve(import.meta.dirname, '../../explorer');
const ownFiles = [
  'index.html',
  'explorer.css',
  'start.js',
  'execute.js',
  'session.js',
  'fetcher.js',
  'operations.js',
  'recall.js',
  'schema-news.js',
];

const require = createRequire(import.meta.url);
const packageFolder = (name: string): string => dirname(require.resolve(`${name}/package.json`));

/** Every file of the page by its path under `/explorer/`: our own, and GraphiQL from its npm packages. */
export function pageFiles(): ReadonlyMap<string, PageFile> {
  const files = new Map<string, PageFile>();
  const offer = (path: string, file: string): void => {
    let content: Buffer | undefined;
    const type = types[extname(path)] ?? 'application/octet-stream';
    files.set(path, { type, read: () => (content ??= readFileSync(file)) });
  };
  for (const name of ownFiles) offer(name, join(own, name));
  offer('graphiql.js', join(packageFolder('graphiql'), 'graphiql.min.js'));
  offer('graphiql.css', join(packageFolder('graphiql'), 'graphiql.min.css'));
  offer('react.js', join(packageFolder('react'), 'umd/react.production.min.js'));
  offer('react-dom.js', join(packageFolder('react-dom'), 'umd/react-dom.production.min.js'));
  const client = join(packageFolder('graphql-ws'), 'dist/client.js');
  offer('graphql-ws/client.js', client);
  // The client imports one file beside it, whose name has a hash.
  const chunk = /from '\.\/(common-[\w-]+\.js)'/.exec(readFileSync(client, 'utf8'))?.[1];
  if (chunk !== undefined) offer(`graphql-ws/${chunk}`, join(dirname(client), chunk));
  return files;
}
