import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { namesOf, renamed } from '../../src/codegen/new-subgraph/names.ts';
import {
  freeOffset,
  inCodegen,
  inCompose,
  inPorts,
  inServices,
} from '../../src/codegen/new-subgraph/registrations.ts';
import { SUBGRAPHS } from '../../src/system/ports.ts';
import { repositoryRoot } from '../../src/checkout/state.ts';

const names = { plural: 'reviews', singular: 'review' };
const text = (file: string): string => readFileSync(path.join(repositoryRoot, file), 'utf8');

test.each([
  ['reviews', undefined, 'review'],
  ['replies', undefined, 'reply'],
  ['boxes', undefined, 'box'],
  ['people', 'person', 'person'],
])('one of %s (--singular %s) is a %s', (plural, singular, expected) => {
  expect(namesOf(plural, singular, ['orders']).singular).toBe(expected);
});

test.each([
  ['orders', undefined, 'There is a orders already'],
  ['Reviews', undefined, 'A subgraph is called by 3–31 small letters, not: Reviews'],
  ['../x', undefined, 'A subgraph is called by 3–31 small letters, not: ../x'],
  ['stock', undefined, 'What is one of stock called? Say it with --singular <name>'],
])('%s is refused', (plural, singular, message) => {
  expect(() => namesOf(plural, singular, ['orders'])).toThrow(message);
});

test('the template speaks of the new names', () => {
  expect(renamed("import { Widget } from './widgets.ts'; widgetAdd(Widgets)", names)).toBe(
    "import { Review } from './reviews.ts'; reviewAdd(Reviews)",
  );
});

test('it stands in the table of services, behind the others', () => {
  const last = SUBGRAPHS.at(-1) ?? '';
  const offset = freeOffset();
  expect(offset).toBe(SUBGRAPHS.length + 1);
  const ports = inPorts(text('tools/src/system/ports.ts'), names, offset);
  expect(ports).toContain(`  '${last}',\n  'reviews',\n] as const;`);
  expect(ports).toContain(`  ${last}: ${offset - 1},\n  reviews: ${offset},\n  'payments-webhook': 16,`);
  const services = inServices(text('tools/src/system/services.ts'), names);
  expect(services).toContain("  subgraph('reviews'),\n  gateway,\n");
});

test('it stands in docker-compose.yml, and the gateway knows and awaits it', () => {
  const { services } = parse(inCompose(text('docker-compose.yml'), names, 10), { merge: true });
  expect(services.reviews.environment.PORT).toBe('4010');
  expect(services.reviews.environment.DATABASE_URL).toBe('postgresql://postgres@postgres:5432/nakku_reviews');
  expect(JSON.parse(services.gateway.environment.SUBGRAPH_URLS).reviews).toBe('http://reviews:4010/graphql');
  expect(services.gateway.depends_on.reviews).toEqual({ condition: 'service_healthy' });
});

test('its types are generated', () => {
  const { generates } = parse(inCodegen(text('codegen.yml'), names), { merge: true });
  expect(generates['subgraphs/reviews/src/generated/graphql.ts'].config.mappers.Review).toBe(
    '../domain/review.ts#Review as ReviewModel',
  );
});
