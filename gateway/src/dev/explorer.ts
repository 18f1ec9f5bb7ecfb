import { jsonPage } from '../transports/shared/exchange.ts';
import type { Page } from '../transports/shared/exchange.ts';
import type { SchemaNews } from './schemaState.ts';
import type { Example } from './examples.ts';
import { pageFiles, pagePolicy } from './explorerPage.ts';

export interface ExplorerAccount {
  readonly label: string;
  /** Signed in with by the saved operations of this role. */
  readonly role: string;
  readonly email: string;
  readonly password: string;
}

/** Mutation of the explorer's sign-in; it looks for `accessToken` in the response. */
const signIn = `mutation SignIn($email: EmailAddress!, $password: String!) {
  sessionCreate(input: { email: $email, password: $password }) {
    tokens { accessToken }
    userErrors { __typename ... on UserError { message } }
  }
}`;

const notBuilt: Page = {
  status: 503,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body: 'The explorer is not built yet: npm run build\n',
};

/** How long a request for news of the schema is held open, ms. */
const newsTimeoutMs = 20_000;
const newsPath = /^\/explorer\/schema\/(\d{1,15})\.json$/;

/**
 * GraphiQL as it was bundled by the build. Responds with the page for `/` and its files for `/explorer/…`, undefined for
 * any other path. `/explorer/schema/<version>.json` responds when the schema's state is another than that version.
 * The accounts' passwords go to the browser: they are demo accounts, and this is for development.
 */
export function createExplorer(o: {
  accounts: readonly ExplorerAccount[];
  examples: () => readonly Example[];
  news: SchemaNews;
}): (path: string) => Promise<Page> | Page | undefined {
  const files = pageFiles();
  const page = (name: string, headers: Record<string, string>): Page | undefined => {
    const file = files.get(name);
    return file && { status: 200, headers: { 'content-type': file.type, ...headers }, body: file.read() };
  };
  return (path) => {
    if (path === '/') return page('index.html', { 'content-security-policy': pagePolicy }) ?? notBuilt;
    if (path === '/explorer/settings.json') {
      return jsonPage(200, { accounts: o.accounts, operations: o.examples(), signIn });
    }
    const known = newsPath.exec(path)?.[1];
    if (known !== undefined) {
      return o.news.next(Number(known), newsTimeoutMs).then((state) => jsonPage(200, state));
    }
    if (!path.startsWith('/explorer/')) return undefined;
    return page(path.slice('/explorer/'.length), { 'cache-control': 'no-cache' });
  };
}
