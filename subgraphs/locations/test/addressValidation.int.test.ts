import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadConfig } from '@nakku/service';
import { anonymous } from '@nakku/testkit';
import { importPlacesCommand } from '../src/commands/importPlacesCommand.ts';
import { configSchema } from '../src/config.ts';
import { aStore, type LocationsHarness, startLocationsHarness } from './harness.ts';

const streets = path.join(import.meta.dirname, '../../../prisma/locations/seed/demo-streets.csv');
const folder = mkdtempSync(path.join(tmpdir(), 'nakku-addresses-'));
const twins = path.join(folder, 'twins.csv');
writeFileSync(
  twins,
  `street,house_number,postcode,city,country,latitude,longitude
Dorfstraße,1,12345,Zwillingen,DE,52,13
Dorfstr.,1,12345,Zwillingen (Ost),DE,52.1,13
`,
);
const VALIDATE = `query ($input: AddressValidateInput!) { result: addressValidate(input: $input) {
  isValid problems place { label } distanceMeters suggestions { place { label } } } }`;
const home = {
  street: 'Rosenthaler Straße',
  houseNumber: '40',
  postcode: '10178',
  city: 'Berlin',
  country: 'DE',
};
const label = 'Rosenthaler Straße 40, 10178 Berlin';
const at = (latitude: number, longitude: number) => ({ location: { latitude, longitude } });

let running: LocationsHarness;
async function validate(change: Readonly<Record<string, unknown>>) {
  const { data, errors } = await running.client.query(
    VALIDATE,
    { input: { ...home, ...change } },
    anonymous(),
  );
  expect(errors).toBeUndefined();
  return data?.result;
}

beforeAll(async () => {
  running = await startLocationsHarness();
  await running.stores(aStore());
  const silent = { print: () => undefined, complain: () => undefined };
  const config = loadConfig(configSchema, running.world.env());
  for (const [file, source] of [
    [streets, 'nakku-demo'],
    [twins, 'twins'],
  ] as const) {
    expect(await importPlacesCommand(['--csv', file, '--source', source], config, silent)).toBe(true);
  }
}, 60_000);
afterAll(async () => {
  await running.stop();
  rmSync(folder, { recursive: true });
}, 60_000);

test.each([
  ['as it is', {}],
  ['in capital letters', { street: 'ROSENTHALER STRASSE', city: 'BERLIN' }],
  ['abbreviated', { street: 'rosenthaler str.' }],
  ['with a wrong postal code', { postcode: '99999' }],
  ['with a wrong city', { city: 'Hamburg' }],
])('an address %s is valid', async (_, change) => {
  expect(await validate(change)).toEqual({
    isValid: true,
    problems: [],
    place: { label },
    distanceMeters: null,
    suggestions: [],
  });
});

test('a location at the address is valid, one elsewhere disagrees', async () => {
  expect(await validate(at(52.5243, 13.4023))).toMatchObject({ isValid: true, distanceMeters: 13 });
  expect(await validate(at(52.53, 13.4022))).toMatchObject({
    isValid: false,
    problems: ['COORDINATES_DISAGREE'],
    place: { label },
    distanceMeters: 645,
  });
});

test.each([
  ['a house number', { houseNumber: '4000' }],
  ['a street', { street: 'Rosentaler Straße' }],
  ['a city and postal code', { city: 'Hamburg', postcode: '20095' }],
  ['a country', { country: 'AT' }],
  ['wildcards', { postcode: '%', city: '%' }],
])('an address with %s that does not exist is not found', async (_, change) => {
  expect(await validate(change)).toMatchObject({ isValid: false, problems: ['NOT_FOUND'], place: null });
});

test('what may be meant is suggested', async () => {
  const { suggestions } = await validate({ street: 'Rosentaler Straße' });
  expect(suggestions[0]).toEqual({ place: { label } });
});

test('an address that two places have is ambiguous until a location tells them apart', async () => {
  const twin = { street: 'Dorfstraße', houseNumber: '1', postcode: '12345', city: 'Zwillingen' };
  expect(await validate(twin)).toMatchObject({
    problems: ['AMBIGUOUS'],
    place: null,
    suggestions: [
      { place: { label: 'Dorfstraße 1, 12345 Zwillingen' } },
      { place: { label: 'Dorfstr. 1, 12345 Zwillingen (Ost)' } },
    ],
  });
  expect(await validate({ ...twin, ...at(52.1, 13) })).toMatchObject({
    problems: ['OUT_OF_ZONE'],
    place: { label: 'Dorfstr. 1, 12345 Zwillingen (Ost)' },
    distanceMeters: 0,
  });
});

test.each([
  ['street', '', '1–120'],
  ['street', 'x'.repeat(121), '1–120'],
  ['houseNumber', '1'.repeat(21), '1–20'],
  ['postcode', ' ', '1–16'],
  ['city', '', '1–80'],
])('a %s of %j is refused', async (field, value, bound) => {
  const input = { ...home, [field]: value };
  const { errors } = await running.client.query(VALIDATE, { input }, anonymous());
  expect(errors?.map(({ message, extensions }) => [message, extensions?.code])).toEqual([
    [`\`input.${field}\` must have ${bound} characters.`, 'BAD_USER_INPUT'],
  ]);
});
