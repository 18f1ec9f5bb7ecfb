import type { Point } from '@nakku/geo';
import { type AddressValidation, matchAddress, problemsOf } from '../domain/addressValidation.ts';
import type { AddressSearch } from '../domain/gazetteer.ts';
import type { Deps } from './deps.ts';
import { serviceability } from './serviceability.ts';

const MAX_SUGGESTIONS = 5;
/** Longest text that a gazetteer is asked for. */
const MAX_TEXT = 100;

/** Looks an address up and checks that it is where the client says, and that somebody delivers there, now or later. */
export async function validateAddress(
  deps: Pick<Deps, 'db' | 'now' | 'promise' | 'gazetteer'>,
  { location, ...address }: AddressSearch & { readonly location: Point | null },
): Promise<AddressValidation> {
  const { gazetteer } = deps;
  const match = matchAddress(await gazetteer.addresses(address), location);
  switch (match.kind) {
    case 'none': {
      const { street, houseNumber, postcode, city, country } = address;
      const text = `${street} ${houseNumber} ${postcode} ${city}`.slice(0, MAX_TEXT);
      const similar = await gazetteer.geocode({ text, near: location, limit: 2 * MAX_SUGGESTIONS });
      const suggestions = similar
        .filter(({ place }) => place.kind === 'ADDRESS' && place.country === country)
        .slice(0, MAX_SUGGESTIONS);
      return { problems: ['NOT_FOUND'], place: null, distanceMeters: null, suggestions };
    }
    case 'several': {
      const suggestions = match.places.slice(0, MAX_SUGGESTIONS);
      return { problems: ['AMBIGUOUS'], place: null, distanceMeters: null, suggestions };
    }
    case 'one': {
      const { kind } = await serviceability(deps, match.place.location);
      const { place, distanceMeters } = match;
      return { problems: problemsOf(match, kind !== 'nowhere'), place, distanceMeters, suggestions: [] };
    }
  }
}
