import { readFileSync } from 'node:fs';
import path from 'node:path';
import { asyncApiDocument, contracts } from '@nakku/contracts';
import { composeSchemaFolder } from '@nakku/gateway/compose';

const schema = path.join(import.meta.dirname, '../../schema');
const supergraphFile = path.join(schema, 'supergraph.graphql');
/** Routing addresses are the installation's, not the schema's. */
const withoutAddresses = (sdl: string) => sdl.replaceAll(/url: "http[^"]*"/g, 'url: ""');

test('the committed supergraph is what the subgraphs compose to: npm run compose', () => {
  const composition = composeSchemaFolder(schema, (name) => `http://${name}/graphql`);
  if (!composition.ok) throw new Error(JSON.stringify(composition.problems));
  expect(withoutAddresses(readFileSync(supergraphFile, 'utf8'))).toBe(withoutAddresses(composition.sdl));
});

test('the committed event contracts are those of the code: npm run asyncapi', () => {
  const committed: unknown = JSON.parse(readFileSync(path.join(schema, 'events/asyncapi.json'), 'utf8'));
  expect(committed).toEqual(JSON.parse(JSON.stringify(asyncApiDocument())));
});

test('every event type is published on one topic', () => {
  const document: { channels: Record<string, { messages: object }> } = JSON.parse(
    JSON.stringify(asyncApiDocument()),
  );
  const published = Object.values(document.channels).flatMap(({ messages }) => Object.keys(messages));
  expect(published.sort()).toEqual(Object.keys(contracts).sort());
});
