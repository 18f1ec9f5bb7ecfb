import { asyncApiDocument } from '@nakku/contracts';
import type { Artefact } from './artefact.ts';

const FILE = 'schema/events/asyncapi.json';

/** The event contracts of the code. */
export const asyncApi: Artefact = {
  name: 'asyncapi',
  what: FILE,
  files: () => Promise.resolve(new Map([[FILE, `${JSON.stringify(asyncApiDocument(), null, 2)}\n`]])),
};
