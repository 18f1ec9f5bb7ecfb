import type { Point } from '@nakku/geo';

export type PlaceKind = 'CITY' | 'DISTRICT' | 'STREET' | 'ADDRESS';

/** A place of the gazetteer. */
export interface Place {
  /** `<source>:<key>`; opaque to clients. */
  readonly id: string;
  readonly kind: PlaceKind;
  /** Where it comes from: `geonames`, or the name that an import was given. */
  readonly source: string;
  /** Name of the city, district or street; of an address the street and house number. */
  readonly name: string;
  /** Null for cities and districts. */
  readonly street: string | null;
  /** Of addresses only. */
  readonly houseNumber: string | null;
  readonly postcode: string | null;
  readonly city: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly location: Point;
  /** Importance, 0–8: the decimal logarithm of a city's population. */
  readonly weight: number;
}

/** A place that was found, and how well it matches. */
export interface PlaceMatch {
  readonly place: Place;
  /** 0–1; 1 is what was looked for, letter by letter. */
  readonly score: number;
  /** From the position that was given; null without one. */
  readonly distanceMeters: number | null;
}

/** One line for people, as it is written on a letter. */
export function labelOf({ name, postcode, city }: Place): string {
  const town = [postcode, city].filter((part) => part !== null).join(' ');
  return town === '' ? name : `${name}, ${town}`;
}

/** The notice that the licence of a source demands beside its places; null if there is none. */
export function attributionOf({ source }: Pick<Place, 'source'>): string | null {
  return source === 'geonames' ? 'GeoNames (geonames.org), CC BY 4.0' : null;
}
