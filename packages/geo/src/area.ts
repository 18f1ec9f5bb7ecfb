import type { Point } from './distance.ts';

/** A postal address; `Address` of the contracts is one. */
interface PostalAddress {
  readonly lines: string[];
  readonly city: string;
  readonly postcode: string;
  readonly country: string;
  readonly location: Point;
  readonly instructions: string | null;
}

/** About a kilometre of latitude. */
const areaDegrees = 0.01;

const rounded = (degrees: number): number =>
  Number((Math.round(degrees / areaDegrees) * areaDegrees).toFixed(2));

/** An address without what tells whose it is: the town, the postcode, and about where. */
export function areaOf({ city, postcode, country, location }: PostalAddress): PostalAddress {
  return {
    lines: [],
    city,
    postcode,
    country,
    location: { latitude: rounded(location.latitude), longitude: rounded(location.longitude) },
    instructions: null,
  };
}
