import { readFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { SERVICES } from '../../system/services.ts';
import { repositoryRoot } from '../../checkout/state.ts';
import { eventsPage } from './eventsPage.ts';
import { metricsOf } from './metrics.ts';
import { metricsPage } from './metricsPage.ts';
import { schemaPages } from './schemaPages.ts';

/** Every generated page by its path in the repository, formatted as it is committed. */
export async function generatedPages(root = repositoryRoot): Promise<Map<string, string>> {
  const asyncApi: unknown = JSON.parse(readFileSync(path.join(root, 'schema/events/asyncapi.json'), 'utf8'));
  const pages = new Map([
    ...schemaPages(path.join(root, 'schema')),
    ['docs/events.md', eventsPage(asyncApi)],
  ]);
  for (const { name, folder, kind } of SERVICES)
    if (kind !== 'simulator')
      pages.set(`${folder}/METRICS.md`, metricsPage(name, folder, metricsOf(folder, root)));
  const formatted = [...pages].map(async ([file, text]): Promise<[string, string]> => {
    const options = await resolveConfig(path.join(root, file));
    return [file, await format(text, { ...options, filepath: file })];
  });
  return new Map(await Promise.all(formatted));
}
