import './workers.js';
import 'graphiql/style.css';
import './explorer.css';
import { GraphiQL, HISTORY_PLUGIN } from 'graphiql';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { createFetcher } from './fetcher.js';
import { operationsPlugin, schemaFollower } from './operations.js';
import { createRecall } from './recall.js';
import { followSchema } from './schema-news.js';
import { createSession } from './session.js';

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

createRoot(document.getElementById('explorer')).render(
  createElement(
    GraphiQL,
    {
      fetcher: createFetcher(session, recall),
      plugins: [HISTORY_PLUGIN, plugin],
      visiblePlugin: plugin,
      defaultTabs: first ? [{ query: first.query, variables: first.variables }] : undefined,
      initialVariables: isFirstVisit ? first?.variables : undefined,
      defaultEditorToolsVisibility: 'variables',
      shouldPersistHeaders: false,
    },
    createElement(GraphiQL.Logo, null, createElement('span', null, 'Nakku'), createElement(Follower)),
  ),
);
void followSchema(() => introspect?.());
