import { dirname } from 'node:path';
import { logger } from '@nakku/telemetry';
import { resolved } from '../config/gatewayConfig.ts';
import type { GatewayConfig } from '../config/gatewayConfig.ts';
import { readExamples } from '../dev/examples.ts';
import { createExplorer } from '../dev/explorer.ts';
import { createSchemaNews } from '../dev/schemaState.ts';
import { watchSchema } from '../dev/watcher.ts';
import type { SubgraphClients } from '../subgraphs/clients.ts';
import type { SupergraphStore } from '../supergraph/store.ts';
import type { Lifecycle } from './lifecycle.ts';

/**
 * What helps a developer: the explorer on `/` (`browsers.explorer…`), and recomposing when a schema file is saved
 * (`supergraph.watch`, `supergraph.schemaDir`). Both are off in production unless they are set.
 */
export async function useDevelopment(
  config: GatewayConfig,
  { store, clients }: { readonly store: SupergraphStore; readonly clients: SubgraphClients },
  lifecycle: Lifecycle,
): Promise<void> {
  const { supergraphFile, examplesFolder, watch, explorer } = resolved(config);
  const { subgraphUrls, schemaDir = dirname(supergraphFile) } = config.supergraph;
  const news = createSchemaNews(store.current().id);
  store.onReplace(({ id }) => news.set({ supergraph: id }));
  lifecycle.onStop(() => news.close());
  if (explorer) {
    const examples = () => readExamples(examplesFolder);
    lifecycle.addPages(createExplorer({ accounts: config.browsers.explorerAccounts, examples, news }));
  }
  const watcher = watch
    ? await watchSchema({
        schemaDir,
        supergraphFile,
        store,
        news,
        client: (name) => clients.get(name),
        urlOf: (name) => subgraphUrls[name] ?? `http://${name}/graphql`,
        log: logger({ part: 'schema' }),
      })
    : undefined;
  lifecycle.onStop(() => watcher?.stop());
  lifecycle.addHealth(() => ({ schemaProblems: watcher?.problems().length ?? 0 }));
}
