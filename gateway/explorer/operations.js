// The saved operations, by role, as a pane of GraphiQL. A click signs in as that role and opens a tab.
import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { createElement as h, useEffect, useState } from 'react';

const byRole = (operations) =>
  operations.reduce((roles, one) => roles.set(one.role, [...(roles.get(one.role) ?? []), one]), new Map());

/** Opens an operation in a new tab: the tab has to be there before its editors can be filled. */
function useOpen(recall) {
  const { addTab } = useGraphiQLActions();
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const variableEditor = useGraphiQL((state) => state.variableEditor);
  const tabs = useGraphiQL((state) => state.tabs);
  const activeTabIndex = useGraphiQL((state) => state.activeTabIndex);
  const [opening, setOpening] = useState();
  useEffect(() => {
    if (!opening || activeTabIndex !== opening.index) return;
    queryEditor?.setValue(opening.operation.query);
    variableEditor?.setValue(recall.fill(opening.operation.variables));
    setOpening(undefined);
  }, [opening, activeTabIndex, queryEditor, variableEditor, recall]);
  return (operation) => {
    setOpening({ operation, index: tabs.length });
    addTab();
  };
}

export function operationsPlugin({ operations, session, recall }) {
  function Pane() {
    const open = useOpen(recall);
    const choose = async (operation) => {
      await session.become(operation.role);
      open(operation);
    };
    return h(
      'div',
      { className: 'operations' },
      h('h2', null, 'Saved operations'),
      ...[...byRole(operations)].map(([role, of]) =>
        h(
          'section',
          { key: role },
          h('h3', null, role),
          ...of.map((operation) =>
            h(
              'button',
              { key: operation.name, type: 'button', onClick: () => void choose(operation) },
              operation.title,
              operation.hint && h('small', null, operation.hint),
            ),
          ),
        ),
      ),
    );
  }
  return { title: 'Saved operations', icon: () => h('span', { 'aria-hidden': true }, '★'), content: Pane };
}

/** Renders nothing: fetches the schema again when the supergraph was swapped, so that docs and completion follow. */
export function schemaFollower(subscribe) {
  return function Follower() {
    const { introspect } = useGraphiQLActions();
    useEffect(() => subscribe(introspect), [introspect]);
    return null;
  };
}
