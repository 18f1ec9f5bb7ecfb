import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { jsonPage } from '../http/route.ts';
import type { Page } from '../http/route.ts';
import type { Example } from './examples.ts';
import { page, pagePolicy, startScript } from './page.ts';

export interface ExplorerAccount {
  readonly label: string;
  readonly email: string;
  readonly password: string;
}

const require = createRequire(import.meta.url);
const javascript = 'text/javascript; charset=utf-8';

/** Mutation of the explorer's sign-in; it looks for `accessToken` in the answer. */
const signIn = `mutation SignIn($email: EmailAddress!, $password: String!) {
  sessionCreate(input: { email: $email, password: $password }) {
    tokens { accessToken }
    userErrors { __typename ... on UserError { message } }
  }
}`;

/**
 * GraphiQL from its npm packages. Answers the page for `/` and its files for `/explorer/…`, undefined for any other
 * path. The accounts' passwords go to the browser: they are demo accounts, and this is for development.
 */
export function createExplorer(o: {
  accounts: readonly ExplorerAccount[];
  examples: () => readonly Example[];
}): (path: string) => Page | undefined {
  const files = new Map<string, { read: () => Buffer; type: string }>();
  const offer = (path: string, type: string, file: string) => {
    let content: Buffer | undefined;
    files.set(`/explorer/${path}`, { type, read: () => (content ??= readFileSync(file)) });
  };
  const graphiql = dirname(require.resolve('graphiql/package.json'));
  offer('graphiql.js', javascript, join(graphiql, 'graphiql.min.js'));
  offer('graphiql.css', 'text/css; charset=utf-8', join(graphiql, 'graphiql.min.css'));
  offer(
    'react.js',
    javascript,
    join(dirname(require.resolve('react/package.json')), 'umd/react.production.min.js'),
  );
  const reactDom = dirname(require.resolve('react-dom/package.json'));
  offer('react-dom.js', javascript, join(reactDom, 'umd/react-dom.production.min.js'));
  const client = join(dirname(require.resolve('graphql-ws/package.json')), 'dist/client.js');
  offer('graphql-ws/client.js', javascript, client);
  // The client imports one file beside it, whose name has a hash.
  const chunk = /from '\.\/(common-[\w-]+\.js)'/.exec(readFileSync(client, 'utf8'))?.[1];
  if (chunk !== undefined) offer(`graphql-ws/${chunk}`, javascript, join(dirname(client), chunk));

  return (path) => {
    if (path === '/') {
      const headers = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': pagePolicy };
      return { status: 200, headers, body: page };
    }
    if (path === '/explorer/start.js') {
      return { status: 200, headers: { 'content-type': javascript }, body: startScript };
    }
    if (path === '/explorer/settings.json') {
      return jsonPage(200, { accounts: o.accounts, examples: o.examples(), signIn });
    }
    const file = files.get(path);
    return (
      file && {
        status: 200,
        headers: { 'content-type': file.type, 'cache-control': 'max-age=3600' },
        body: file.read(),
      }
    );
  };
}
