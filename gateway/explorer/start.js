import { createFetcher } from './fetcher.js';
import { operationsPlugin, schemaFollower } from './operations.js';
import { followSchema } from './schema-news.js';
import { createRecall } from './recall.js';
import { createSession } from './session.js';

const { React, ReactDOM, GraphiQL } = globalThis;
const settings = await (await fetch('/explorer/settings.json')).json();
const session = createSession(settings);
const recall = createRecall();
/** Roles in the order of the accounts: the customer's operations first. */
const operations = settings.accounts.flatMap(({ role }) =>
  settings.operations.filter((one) => one.role === role),
);

let introspect;
const Follower = schemaFollower((again) => {
  introspect = again;
});
const plugin = operationsPlugin({ operations, session, recall });
const [first] = operations;
/** Of tabs that were open before, GraphiQL keeps the variables itself; those of a default tab it forgets. */
const isFirstVisit = localStorage.getItem('graphiql:tabState') === null;

ReactDOM.createRoot(document.getElementById('explorer')).render(
  React.createElement(
    GraphiQL,
    {
      fetcher: createFetcher(session, recall),
      plugins: [plugin],
      visiblePlugin: plugin,
      defaultTabs: first ? [{ query: first.query, variables: first.variables }] : undefined,
      variables: isFirstVisit ? first?.variables : undefined,
      defaultEditorToolsVisibility: 'variables',
      shouldPersistHeaders: false,
    },
    React.createElement(
      GraphiQL.Logo,
      null,
      React.createElement('span', null, 'Nakku'),
      React.createElement(Follower),
    ),
  ),
);
void followSchema(() => introspect?.());
