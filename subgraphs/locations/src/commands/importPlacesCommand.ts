import { parseArgs } from 'node:util';
import { importPlaces } from '../app/importPlaces.ts';
import type { LocationsConfig } from '../config.ts';
import type { Place } from '../domain/place.ts';
import { readGeoNames } from '../ports/geonames/readPlaces.ts';
import { readCsv } from './readCsv.ts';
import type { Terminal } from './terminal.ts';
import { withPlatform } from './withPlatform.ts';

const usage = `node dist/commands/importPlaces.js --geonames [--country DE]
  adds the cities and districts of the world with 1,000 inhabitants or more, or those of one country
node dist/commands/importPlaces.js --csv <file> --source <name>
  adds streets and addresses; columns: street, house_number, postcode, city, country, latitude, longitude`;

/** The places that the arguments name; null if they name none. */
function placesOf(args: readonly string[]): AsyncIterable<Place> | Iterable<Place> | null {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        geonames: { type: 'boolean' },
        country: { type: 'string' },
        csv: { type: 'string' },
        source: { type: 'string' },
      },
    });
    const { geonames = false, country, csv, source } = values;
    if (geonames && csv === undefined && source === undefined) return readGeoNames(country ?? null);
    const isNamed = source !== undefined && /^[a-z][a-z0-9-]{1,40}$/.test(source) && source !== 'geonames';
    if (!geonames && csv !== undefined && isNamed && country === undefined) return readCsv(csv, source);
    return null;
  } catch {
    return null;
  }
}

/**
 * Adds places to the gazetteer, or updates them; the running service finds them at once.
 * @returns whether it was done
 */
export async function importPlacesCommand(
  args: readonly string[],
  config: LocationsConfig,
  { print, complain }: Terminal,
): Promise<boolean> {
  const places = placesOf(args);
  if (places === null) {
    complain(usage);
    return false;
  }
  try {
    const written = await withPlatform(config, (deps) => importPlaces(deps, places));
    print(`${written} places are in the gazetteer`);
    return true;
  } catch (error) {
    complain(error instanceof Error ? error.message : String(error));
    return false;
  }
}
