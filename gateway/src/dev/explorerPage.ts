import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, resolve, sep } from 'node:path';

/** A file of the page, read at its first use. */
export interface PageFile {
  readonly type: string;
  read(): Buffer;
}

/** Only this origin, so that the page works offline; Monaco and GraphiQL set styles and fonts inline. */
export const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "connect-src 'self' ws: wss:",
  "worker-src 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.ttf': 'font/ttf',
};

/** What `gateway/explorer/build.mjs` bundled for the browser; `src` and `dist` lie at the same depth. */
const bundle = resolve(import.meta.dirname, '../../src/generated/explorer');

/** Every file of the page by its path under `/explorer/`; empty when the explorer was not built. */
export function pageFiles(folder = bundle): ReadonlyMap<string, PageFile> {
  const files = new Map<string, PageFile>();
  if (!existsSync(folder)) return files;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const type = types[extname(file)] ?? 'application/octet-stream';
    let content: Buffer | undefined;
    files.set(relative(folder, file).split(sep).join('/'), {
      type,
      read: () => (content ??= readFileSync(file)),
    });
  }
  return files;
}
