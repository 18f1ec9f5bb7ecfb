import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadConfig } from '@nakku/service';
import { anonymous } from '@nakku/testkit';
import { v7 as uuidv7 } from 'uuid';
import { importZonesCommand } from '../src/commands/importZonesCommand.ts';
import { configSchema } from '../src/config.ts';
import { aStore, type LocationsHarness, squareAround, startLocationsHarness } from './harness.ts';

const store = aStore();
const folder = mkdtempSync(path.join(tmpdir(), 'nakku-zones-'));
const file = path.join(folder, 'zones.geojson');
const SERVE = `query ($location: LocationInput!) { serviceability(location: $location) {
  zone { name version priority } fee { amount } minOrder { amount } } }`;

let running: LocationsHarness;
const serve = async () => {
  const variables = { location: { latitude: 52.521, longitude: 13.411 } };
  return (await running.client.query(SERVE, variables, anonymous())).data?.serviceability;
};
async function load(...args: string[]): Promise<{ isDone: boolean; lines: string[] }> {
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  const config = loadConfig(configSchema, running.world.env());
  const isDone = await importZonesCommand(args, config, { print: write, complain: write });
  return { isDone, lines };
}
const feature = (properties: Record<string, unknown>, geometry = squareAround(13.41, 52.52)) => ({
  type: 'Feature',
  properties: { storeId: store.storeId, name: 'Mitte', fee: { base: 199 }, ...properties },
  geometry: JSON.parse(geometry),
});
const write = (...features: unknown[]) =>
  writeFileSync(file, JSON.stringify({ type: 'FeatureCollection', features }));

beforeAll(async () => {
  running = await startLocationsHarness();
  await running.stores(store);
}, 60_000);
afterAll(async () => {
  await running.stop();
  rmSync(folder, { recursive: true });
}, 60_000);

test.each([
  ['no JSON', '{', 'JSON'],
  ['another type', '{"type":"Feature"}', 'type'],
  ['no feature', '{"type":"FeatureCollection","features":[]}', 'features'],
])('%s is refused', async (_, text, message) => {
  writeFileSync(file, text);
  const { isDone, lines } = await load(file);
  expect(isDone).toBe(false);
  expect(lines.join()).toContain(message);
});

test('a file with one mistake changes nothing and names it', async () => {
  write(feature({}), feature({ name: 'Wedding', priority: -1 }));
  expect(await load(file)).toEqual({
    isDone: false,
    lines: [`${file}, features.1.priority: must be a whole number of 0–1000`],
  });
  write(feature({}), feature({ name: 'Pole' }, squareAround(13, 89)));
  expect((await load(file)).lines.join()).toContain('features.1.geoJson: must be within ±179° longitude');
  expect((await serve()).zone).toBeNull();
});

test('zones are added, and updated when they come again', async () => {
  write(feature({ minOrder: 500 }), feature({ name: 'Wedding', priority: 2 }, squareAround(13.35, 52.55)));
  expect(await load(file)).toEqual({ isDone: true, lines: ['Mitte: added', 'Wedding: added'] });
  expect(await serve()).toEqual({
    zone: { name: 'Mitte', version: 1, priority: 0 },
    fee: { amount: 199 },
    minOrder: { amount: 500 },
  });
  write(feature({ priority: 3, fee: { base: 99, perKilometre: 10 } }));
  expect(await load(file)).toEqual({ isDone: true, lines: ['Mitte: updated'] });
  expect(await serve()).toEqual({
    zone: { name: 'Mitte', version: 2, priority: 3 },
    fee: { amount: 109 },
    minOrder: { amount: 0 },
  });
});

test('a store that does not exist, a missing file and no file are refused', async () => {
  const storeId = uuidv7();
  write(feature({ storeId, name: 'Nowhere' }));
  expect(await load(file)).toEqual({ isDone: false, lines: [`Nowhere: there is no open store ${storeId}`] });
  expect((await load(path.join(folder, 'none'))).lines.join()).toContain('ENOENT');
  expect((await load()).lines.join()).toContain('node dist/commands/importZones.js <file>');
});
