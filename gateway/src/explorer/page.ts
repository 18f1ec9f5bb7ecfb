/** The explorer's page. Everything it loads comes from this gateway: it works offline. */
export const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Nakku explorer</title>
    <link rel="stylesheet" href="/explorer/graphiql.css">
    <style>
      html, body { height: 100%; margin: 0; overflow: hidden; font-family: system-ui, sans-serif; }
      body { display: flex; flex-direction: column; }
      #bar { display: flex; gap: 12px; align-items: center; padding: 6px 14px; background: #1c2433; color: #fff; font-size: 14px; }
      #bar strong { letter-spacing: .02em; }
      #bar select { font: inherit; padding: 2px 6px; }
      #problem { color: #ffb4a8; }
      #explorer { flex: 1; min-height: 0; }
    </style>
  </head>
  <body>
    <div id="bar">
      <strong>Nakku</strong>
      <label>Sign in as <select id="account"><option value="">nobody</option></select></label>
      <span id="problem" role="alert"></span>
    </div>
    <div id="explorer">Loading…</div>
    <script src="/explorer/react.js"></script>
    <script src="/explorer/react-dom.js"></script>
    <script src="/explorer/graphiql.js"></script>
    <script type="module" src="/explorer/start.js"></script>
  </body>
</html>
`;

/** Nothing from elsewhere; GraphiQL sets styles and fonts inline. */
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

/** Runs in the browser: signs in, sends queries by HTTP and subscriptions by graphql-ws. */
export const startScript = `import { createClient } from '/explorer/graphql-ws/client.js';

const settings = await (await fetch('/explorer/settings.json')).json();
const select = document.getElementById('account');
const problem = document.getElementById('problem');
for (const [index, account] of settings.accounts.entries()) {
  select.append(new Option(account.label, String(index)));
}

let token;
let signedInAt = 0;
let socket;
const freshForMs = 10 * 60 * 1000;

async function post(body, headers) {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json', ...headers },
    body: JSON.stringify(body),
  });
  return response.json();
}

function find(value, key) {
  if (typeof value !== 'object' || value === null) return undefined;
  if (typeof value[key] === 'string') return value[key];
  for (const inner of Object.values(value)) {
    const found = find(inner, key);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function authorization() {
  const account = settings.accounts[Number(select.value)];
  if (select.value === '' || !account) return {};
  if (!token || Date.now() - signedInAt > freshForMs) {
    const { email, password } = account;
    const answer = await post({ query: settings.signIn, variables: { email, password } });
    token = find(answer.data, 'accessToken');
    signedInAt = Date.now();
    problem.textContent = token ? '' : 'Not signed in: ' + (find(answer, 'message') ?? 'refused');
  }
  return token ? { authorization: 'Bearer ' + token } : {};
}

select.addEventListener('change', async () => {
  token = undefined;
  await socket?.dispose();
  socket = undefined;
  problem.textContent = '';
  await authorization();
});

function subscriptions() {
  socket ??= createClient({
    url: location.href.replace(/^http/, 'ws').replace(/[?#].*$/, '').replace(/\\/$/, '') + '/graphql',
    connectionParams: authorization,
  });
  return socket;
}

function isSubscription(params, options) {
  const operations = (options?.documentAST?.definitions ?? []).filter((d) => d.kind === 'OperationDefinition');
  const one = operations.find((d) => d.name?.value === params.operationName) ?? operations[0];
  return one?.operation === 'subscription';
}

async function fetcher(params, options) {
  if (isSubscription(params, options)) return subscriptions().iterate(params);
  return post(params, { ...(await authorization()), ...options?.headers });
}

ReactDOM.createRoot(document.getElementById('explorer')).render(
  React.createElement(GraphiQL, {
    fetcher,
    defaultTabs: settings.examples.map(({ query, variables }) => ({ query, variables })),
    defaultEditorToolsVisibility: 'variables',
    shouldPersistHeaders: false,
  }),
);
`;
