import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadConfig } from '@nakku/service';
import { anonymous } from '@nakku/testkit';
import { importPlacesCommand } from '../src/commands/importPlacesCommand.ts';
import { configSchema } from '../src/config.ts';
import { type LocationsHarness, startLocationsHarness } from './harness.ts';

const streets = path.join(import.meta.dirname, '../../../prisma/locations/seed/demo-streets.csv');
const home = { latitude: 52.5242, longitude: 13.4022 };
const FIELDS =
  'place { id kind label country attribution location { latitude longitude } } score distanceMeters';
const operations = {
  locationAutocomplete: `query Q($text: String!, $near: LocationInput, $limit: Int! = 5) {
    result: locationAutocomplete(text: $text, near: $near, limit: $limit) { ${FIELDS} } }`,
  locationGeocode: `query Q($text: String!, $near: LocationInput, $limit: Int! = 5) {
    result: locationGeocode(text: $text, near: $near, limit: $limit) { ${FIELDS} } }`,
};
const REVERSE = `query R($location: LocationInput!) { result: locationReverse(location: $location) { ${FIELDS} } }`;

let running: LocationsHarness;
const folder = mkdtempSync(path.join(tmpdir(), 'nakku-places-'));

/** Runs the command; its lines. */
async function load(...args: string[]): Promise<{ isDone: boolean; lines: string[] }> {
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  const config = loadConfig(configSchema, running.world.env());
  const isDone = await importPlacesCommand(args, config, { print: write, complain: write });
  return { isDone, lines };
}

const execute = (document: string, variables: Record<string, unknown>) =>
  running.client.query(document, variables, anonymous());
async function search(
  field: keyof typeof operations,
  text: string,
  more: Record<string, unknown> = {},
): Promise<string[]> {
  const { data, errors } = await execute(operations[field], { text, ...more });
  expect(errors).toBeUndefined();
  return data?.result.map((match: { place: { label: string } }) => match.place.label);
}

beforeAll(async () => {
  running = await startLocationsHarness();
  expect(await load('--geonames', '--country', 'DE')).toEqual({
    isDone: true,
    lines: ['7244 places are in the gazetteer'],
  });
  expect(await load('--csv', streets, '--source', 'nakku-demo')).toEqual({
    isDone: true,
    lines: ['984 places are in the gazetteer'],
  });
}, 60_000);
afterAll(async () => {
  await running.stop();
  rmSync(folder, { recursive: true });
});

test('a city is found by its beginning, the most important first', async () => {
  expect((await search('locationAutocomplete', 'Ber'))[0]).toBe('Berlin');
  expect((await search('locationAutocomplete', 'schön'))[0]).toBe('Schöneberg');
  expect(await search('locationAutocomplete', 'Köln', { limit: 1 })).toEqual(['Köln']);
  expect(await search('locationAutocomplete', 'koeln', { limit: 1 })).toEqual(['Köln']);
});

test('what is near is preferred', async () => {
  const near = { latitude: 52.4989, longitude: 13.4182 };
  expect((await search('locationAutocomplete', 'Kreuz', { near }))[0]).toBe('Kreuzberg');
  const [first] = await search('locationAutocomplete', 'Kottbusser', { near });
  expect(first).toBe('Kottbusser Straße, 10999 Berlin');
});

test.each([
  ['kreuzbreg', 'Kreuzberg'],
  ['freidrichshain', 'Friedrichshain'],
  ['charlotenburg', 'Charlottenburg'],
  ['rosentaler str 40', 'Rosenthaler Straße 40, 10178 Berlin'],
  ['Oranienstrasse 25', 'Oranienstraße 25, 10999 Berlin'],
  ['Torstr. 1 Berlin', 'Torstraße 1, 10119 Berlin'],
])('%s is understood as %s', async (text, expected) => {
  expect((await search('locationAutocomplete', text, { near: home }))[0]).toBe(expected);
  expect((await search('locationGeocode', text, { near: home }))[0]).toBe(expected);
});

test('an exact address has score 1, and its own location', async () => {
  const { data } = await execute(operations.locationGeocode, {
    text: 'Rosenthaler Straße 40, 10178 Berlin',
    near: home,
  });
  expect(data?.result[0]).toEqual({
    place: {
      id: expect.stringMatching(/^nakku-demo:[0-9a-f]{24}$/),
      kind: 'ADDRESS',
      label: 'Rosenthaler Straße 40, 10178 Berlin',
      country: 'DE',
      attribution: null,
      location: home,
    },
    score: 1,
    distanceMeters: 0,
  });
});

test('what is similar to nothing is not geocoded', async () => {
  expect(await search('locationGeocode', 'xqzvw jjkk 9999')).toEqual([]);
  expect(await search('locationGeocode', '!!')).toEqual([]);
});

test('a location is named from the address to the city, with the notice of the source', async () => {
  const { data } = await execute(REVERSE, { location: { latitude: 52.52421, longitude: 13.40221 } });
  expect(
    data?.result.map((m: { place: { kind: string; label: string; attribution: string } }) => [
      m.place.kind,
      m.place.label,
      m.place.attribution,
    ]),
  ).toEqual([
    ['ADDRESS', 'Rosenthaler Straße 40, 10178 Berlin', null],
    ['STREET', 'Neue Schönhauser Straße, 10178 Berlin', null],
    ['DISTRICT', 'Mitte', 'GeoNames (geonames.org), CC BY 4.0'],
    ['CITY', 'Berlin', 'GeoNames (geonames.org), CC BY 4.0'],
  ]);
  expect(data?.result[0].distanceMeters).toBe(1);
});

test.each([
  [0, -140],
  [90, 0],
  [-90, 180],
  [0, 180],
  [0, -180],
])('nothing is at %s, %s', async (latitude, longitude) => {
  expect((await execute(REVERSE, { location: { latitude, longitude } })).data?.result).toEqual([]);
});

test('the nearest is found across the antimeridian', async () => {
  const file = path.join(folder, 'fiji.csv');
  writeFileSync(
    file,
    'street,house_number,postcode,city,country,latitude,longitude\nHibiscus Highway,1,0000,Taveuni,FJ,-16.8,179.9999\n',
  );
  expect((await load('--csv', file, '--source', 'fiji')).isDone).toBe(true);
  const { data } = await execute(REVERSE, { location: { latitude: -16.8, longitude: -179.9999 } });
  expect(data?.result).toMatchObject([
    { place: { label: 'Hibiscus Highway 1, 0000 Taveuni' }, distanceMeters: 21 },
    { place: { label: 'Hibiscus Highway, 0000 Taveuni' }, distanceMeters: 21 },
  ]);
});

test('an import can be repeated and changes what is known', async () => {
  const file = path.join(folder, 'moved.csv');
  const row = (latitude: string) =>
    `street,house_number,postcode,city,country,latitude,longitude\n"Am ""Tor"", ' % _ \\",1 a,12345,Musterstadt,DE,${latitude},10\n`;
  for (const [latitude, expected] of [
    ['50.1', 50.1],
    ['50.2', 50.2],
  ] as const) {
    writeFileSync(file, row(latitude));
    expect((await load('--csv', file, '--source', 'moved')).isDone).toBe(true);
    const { data } = await execute(operations.locationGeocode, { text: 'Am Tor 1a, 12345 Musterstadt' });
    expect(data?.result[0].place.location).toEqual({ latitude: expected, longitude: 10 });
  }
  expect(await search('locationGeocode', 'Am Tor 1a, 12345 Musterstadt')).toHaveLength(1);
});

test.each([
  ['a latitude of no place', 'Qyzzyxweg,1,12345,Qyzzyxtal,DE,91,10', 'line 2: `latitude`'],
  ['no latitude', 'Qyzzyxweg,1,12345,Qyzzyxtal,DE,,10', 'line 2: `latitude`'],
  ['a country in words', 'Qyzzyxweg,1,12345,Qyzzyxtal,Germany,50,10', 'line 2: `country`'],
  ['a street without a letter', '---,1,12345,Qyzzyxtal,DE,50,10', 'line 2: `street`'],
  ['a missing column', 'Qyzzyxweg,1,12345', 'Invalid Record Length'],
])('a file with %s is refused and names the place', async (_, row, message) => {
  const file = path.join(folder, 'bad.csv');
  writeFileSync(file, `street,house_number,postcode,city,country,latitude,longitude\n${row}\n`);
  const { isDone, lines } = await load('--csv', file, '--source', 'bad');
  expect(isDone).toBe(false);
  expect(lines.join()).toContain(message);
  expect(await search('locationGeocode', 'Qyzzyxweg 1, 12345 Qyzzyxtal')).toEqual([]);
});

test.each([
  [[]],
  [['--csv', streets]],
  [['--geonames', '--csv', streets]],
  [['--csv', streets, '--source', 'geonames']],
  [['--what']],
])('arguments %j are refused with the usage', async (args) => {
  const { isDone, lines } = await load(...args);
  expect(isDone).toBe(false);
  expect(lines.join()).toContain('--csv <file> --source <name>');
});

describe.each(['locationAutocomplete', 'locationGeocode'] as const)('%s of hostile text', (field) => {
  test.each([
    "'; DROP TABLE places; --",
    '%%%%',
    '____',
    '\\\\',
    '((((((((((',
    'a'.repeat(100),
    '\u{FDFA}'.repeat(100),
    'ا'.repeat(50),
    '\u{10FFFF}\u{10FFFF}',
    'e\u0301'.repeat(50),
    '0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0',
  ])('%j is looked for like any other', async (text) => {
    const { data, errors } = await execute(operations[field], { text });
    expect(errors?.map((error) => error.extensions?.code) ?? []).toEqual(
      // Only what has nothing visible is refused.
      text.startsWith('\u{10FFFF}') ? ['BAD_USER_INPUT'] : [],
    );
    if (!errors) expect(Array.isArray(data?.result)).toBe(true);
  });

  test.each([
    [{ text: 'x' }, '`text` must have 2–100 characters.'],
    [{ text: ' x ' }, '`text` must have 2–100 characters.'],
    [{ text: 'x'.repeat(101) }, '`text` must have 2–100 characters.'],
    [{ text: 'x'.repeat(100_000) }, '`text` must have 2–100 characters.'],
    [{ text: 'Berlin', limit: 0 }, '`limit` must be a whole number of 1–10.'],
    [{ text: 'Berlin', limit: 11 }, '`limit` must be a whole number of 1–10.'],
    [{ text: 'Ber\u202Elin' }, '`text` must not override the writing direction.'],
  ])('%# is refused', async (variables, message) => {
    const { errors } = await execute(operations[field], variables);
    expect(errors?.map((error) => [error.message, error.extensions?.code])).toEqual([
      [message, 'BAD_USER_INPUT'],
    ]);
  });
});
