import type { Address } from '@nakku/contracts';

/** About a kilometre of latitude. */
const areaDegrees = 0.01;

const rounded = (degrees: number): number =>
  Number((Math.round(degrees / areaDegrees) * areaDegrees).toFixed(2));

/** An address without what tells whose it is: the town, the postcode, and about where. */
export function areaOf({ city, postcode, country, location }: Address): Address {
  return {
    lines: [],
    city,
    postcode,
    country,
    location: { latitude: rounded(location.latitude), longitude: rounded(location.longitude) },
    instructions: null,
  };
}
