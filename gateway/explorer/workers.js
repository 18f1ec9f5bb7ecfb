// Where the editors find their workers: beside the page, as gateway/explorer/build.mjs bundles them.

const workers = { json: 'json.worker.js', graphql: 'graphql.worker.js' };

globalThis.MonacoEnvironment = {
  /** `monaco` on the window: from the browser's console, and for tests, which read the text of the editors. */
  globalAPI: true,
  getWorker: (_, label) =>
    new Worker(`/explorer/${workers[label] ?? 'editor.worker.js'}`, { name: label, type: 'module' }),
};
