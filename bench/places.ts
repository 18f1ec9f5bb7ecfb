// Time of searches in a gazetteer of 150,000 places, over HTTP. Fails if a p95 is 10 ms or more:
// `node --conditions=@nakku/source --import tsx <this file>` beside running servers.
import path from 'node:path';
import { createPlatform } from '@nakku/messaging';
import { loadConfig, openDatabase } from '@nakku/service';
import { anonymous } from '@nakku/testkit';
import { importPlaces } from '../subgraphs/locations/src/app/importPlaces.ts';
import { readCsv } from '../subgraphs/locations/src/commands/readCsv.ts';
import { configSchema } from '../subgraphs/locations/src/config.ts';
import type { Place } from '../subgraphs/locations/src/domain/place.ts';
import { PrismaClient } from '../subgraphs/locations/src/generated/prisma/client.ts';
import { readGeoNames } from '../subgraphs/locations/src/ports/geonames/readPlaces.ts';
import { startLocationsHarness } from '../subgraphs/locations/test/harness.ts';

const PLACES = 150_000;
const WARM_UP = 5;
const ROUNDS = 40;
const BAR_MS = 10;
const near = { latitude: 52.5242, longitude: 13.4022 };

const running = await startLocationsHarness();
const config = loadConfig(configSchema, running.world.env());
const { pool, adapter } = openDatabase({ url: config.DATABASE_URL, poolSize: 2, service: 'locations' });
const db = new PrismaClient({ adapter });
const platform = createPlatform({
  service: 'locations',
  db,
  databaseUrl: config.DATABASE_URL,
  kafka: { brokers: config.KAFKA_BROKERS, topicPrefix: config.KAFKA_TOPIC_PREFIX },
});

/** The demo's addresses again and again in other towns, until there are `count`. */
async function* addresses(count: number): AsyncGenerator<Place> {
  const file = path.join(import.meta.dirname, '../prisma/locations/seed/demo-streets.csv');
  for (let town = 0, made = 0; made < count; town += 1) {
    for await (const place of readCsv(file, 'bench')) {
      if (made >= count) return;
      made += 1;
      const shift = town * 0.02;
      const { latitude, longitude } = place.location;
      yield {
        ...place,
        id: `${place.id}-${town}`,
        city: town === 0 ? 'Berlin' : `Berlin ${town}`,
        location: { latitude: latitude + shift, longitude: longitude + shift },
      };
    }
  }
}

const started = performance.now();
const cities = readGeoNames();
const written = await importPlaces({ db, platform }, cities);
const total = written + (await importPlaces({ db, platform }, addresses(PLACES - written)));
await pool.query('VACUUM ANALYZE places');
const { rows } = await pool.query<{ size: string }>(
  "SELECT pg_size_pretty(pg_total_relation_size('places')) AS size",
);
process.stdout.write(
  `${total} places imported in ${((performance.now() - started) / 1_000).toFixed(1)} s, ${rows[0]?.size} with indexes\n`,
);

const FIELDS = '{ place { id label location { latitude longitude } } score distanceMeters }';
const byText = (field: string) => (text: string) => ({
  document: `query Q($text: String!, $near: LocationInput) { ${field}(text: $text, near: $near) ${FIELDS} }`,
  variables: { text, near },
});
const suggest = byText('locationAutocomplete');
const geocode = byText('locationGeocode');
const reverse = (step: number) => ({
  document: `query Q($location: LocationInput!) { locationReverse(location: $location) ${FIELDS} }`,
  variables: { location: { latitude: 52.49 + step * 0.001, longitude: 13.38 + step * 0.001 } },
});
const beginnings = ['be', 'sa', 'ber', 'san', 'kreuz', 'prenz', 'frie', 'neuk', 'torstr', 'oranienstr 2'];
const mistyped = ['kreuzbreg', 'freidrichshain', 'charlotenburg', 'schonbreg', 'rosentaler str 40'];
const complete = ['Rosenthaler Straße 40, 10178 Berlin', 'Torstr. 1, Berlin', 'San Fransisco', 'Köln'];
const searches = {
  'while typing': beginnings.map(suggest),
  'with typing errors': mistyped.map(suggest),
  geocoding: complete.map(geocode),
  reverse: Array.from({ length: 40 }, (_, step) => reverse(step)),
};

async function execute(query: { document: string; variables: Record<string, unknown> }): Promise<number> {
  const at = performance.now();
  const { errors } = await running.client.query(query.document, query.variables, anonymous());
  if (errors) throw new Error(JSON.stringify(errors));
  return performance.now() - at;
}

let isMissed = false;
for (const [title, queries] of Object.entries(searches)) {
  const times: number[] = [];
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    for (const query of queries) {
      const time = await execute(query);
      if (round >= 0) times.push(time);
      if (round === 0 && process.env.SLOW) console.log(JSON.stringify(query.variables), time.toFixed(1));
    }
  }
  times.sort((one, other) => one - other);
  const at = (share: number) => times[Math.floor(times.length * share)] ?? Infinity;
  isMissed ||= at(0.95) >= BAR_MS;
  process.stdout.write(`${title}: p50 ${at(0.5).toFixed(1)} ms, p95 ${at(0.95).toFixed(1)} ms\n`);
}
await platform.stop();
await db.$disconnect();
await pool.end();
await running.stop();
process.exitCode = isMissed ? 1 : 0;
