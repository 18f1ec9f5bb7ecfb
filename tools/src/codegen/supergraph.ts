import path from 'node:path';
import { composeSchemaFolder, formatProblem } from '@nakku/gateway/compose';
import { repositoryRoot } from '../checkout/state.ts';
import { CannotStart } from '../processes/cannotStart.ts';
import { routingUrl } from '../system/routingUrl.ts';
import type { Artefact } from './artefact.ts';

const FILE = 'schema/supergraph.graphql';

/** schema/*.graphql composed. */
export const supergraph: Artefact = {
  name: 'supergraph',
  what: FILE,
  files(hint) {
    const composition = composeSchemaFolder(path.join(repositoryRoot, 'schema'), routingUrl);
    if (!composition.ok) {
      const count = composition.problems.length;
      const problems = composition.problems.map(formatProblem).join('\n\n');
      throw new CannotStart(
        `${problems}\n\nThe schema does not compose: ${count} problem${count === 1 ? '' : 's'}. ${FILE} was not changed.`,
      );
    }
    // What is of level DEBUG is about merging, not about the schema.
    for (const one of composition.hints) if (one.level !== 'DEBUG') hint(formatProblem(one));
    return Promise.resolve(new Map([[FILE, composition.sdl]]));
  },
};
