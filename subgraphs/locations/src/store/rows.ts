import type { Place, PlaceKind } from '../domain/place.ts';
import { folded, searchTextOf } from '../domain/searchText.ts';

/** A row of `places` as queries select it. */
export interface PlaceRow {
  readonly id: string;
  readonly kind: PlaceKind;
  readonly source: string;
  readonly name: string;
  readonly street: string | null;
  readonly houseNumber: string | null;
  readonly postcode: string | null;
  readonly city: string | null;
  readonly country: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly weight: number;
  readonly searchText: string;
}

export function placeOf({ latitude, longitude, searchText: _, ...row }: PlaceRow): Place {
  return { ...row, location: { latitude, longitude } };
}

/** A place with the cell of its area. */
export interface PlaceInArea {
  readonly place: Place;
  readonly area: bigint;
}

/** The columns of a place, by name, as JSON has them. */
export function rowOf({ place, area }: PlaceInArea): Record<string, string | number | null> {
  const { location, houseNumber, ...rest } = place;
  return {
    ...rest,
    ...location,
    house_number: houseNumber,
    search_text: searchTextOf(place),
    street_key: place.street === null ? null : folded(place.street),
    house_key: houseNumber === null ? null : folded(houseNumber),
    area: area.toString(),
  };
}
