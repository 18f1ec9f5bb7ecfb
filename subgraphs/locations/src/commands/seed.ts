import path from 'node:path';
import { loadConfig, runSeed } from '@nakku/service';
import { importPlaces } from '../app/importPlaces.ts';
import { configSchema } from '../config.ts';
import { PrismaClient } from '../generated/prisma/client.ts';
import { readGeoNames } from '../ports/geonames/readPlaces.ts';
import { readCsv } from './readCsv.ts';

const streets = path.join(import.meta.dirname, '../../../../prisma/locations/seed/demo-streets.csv');

// The demo city's streets and the places of its country; `importPlaces` loads those of the world.
await runSeed({
  name: 'locations',
  config: loadConfig(configSchema),
  prisma: (adapter) => new PrismaClient({ adapter }),
  seed: async (kit) => {
    const places = await importPlaces(kit, readGeoNames('DE'));
    const addresses = await importPlaces(kit, readCsv(streets, 'nakku-demo'));
    return `${places} places of GeoNames, ${addresses} streets and addresses`;
  },
});
