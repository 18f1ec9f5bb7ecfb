import type { Point } from '@nakku/geo';
import type { Place, PlaceMatch } from './place.ts';

/** A search by text. */
export interface TextSearch {
  /** As a person wrote it, at most 100 characters. */
  readonly text: string;
  /** Position of the user, which prefers what is near; null if it is unknown. */
  readonly near: Point | null;
  readonly limit: number;
}

/** Where an address is supposed to be. */
export interface AddressSearch {
  readonly street: string;
  readonly houseNumber: string;
  readonly postcode: string;
  readonly city: string;
  readonly country: string;
}

/**
 * Port to whoever knows places: the local gazetteer, or a provider such as Photon, Pelias or Google. Never called inside a
 * transaction. An implementation that cannot be reached throws; an empty list means that there is nothing.
 */
export interface Gazetteer {
  /** What a text that is still being typed may become, best first. */
  autocomplete(search: TextSearch): Promise<PlaceMatch[]>;
  /** Places that a complete text names, best first. */
  geocode(search: TextSearch): Promise<PlaceMatch[]>;
  /** What is at a point: the nearest address, street, district and city, the most exact first, each if it is near enough. */
  reverse(point: Point): Promise<PlaceMatch[]>;
  /** The addresses that have exactly this street and house number, and this postal code, or else this city. */
  addresses(search: AddressSearch): Promise<Place[]>;
}
