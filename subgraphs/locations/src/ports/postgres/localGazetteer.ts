import { distanceMeters } from '@nakku/geo';
import type { Gazetteer, TextSearch } from '../../domain/gazetteer.ts';
import type { PlaceKind, PlaceMatch } from '../../domain/place.ts';
import { type Candidate, ranked } from '../../domain/ranking.ts';
import { folded } from '../../domain/searchText.ts';
import type { Db } from '../../store/database.ts';
import { addressesAt, nearestPlace, placesByPrefix, placesLike } from '../../store/places.ts';
import { areasAround } from '../h3/cells.ts';

/** Rows that the index returns to be ranked: enough for the most important and the nearest of a common beginning. */
const CANDIDATES = 50;
/** Shortest text that is looked for, folded. */
const MIN_TEXT = 2;
/** A longer number of a text is no house number. */
const MAX_HOUSE_KEY = 8;
/** The same street and number in more places of one town are not told apart. */
const MAX_ADDRESSES = 100;

/** How near the nearest must be, by what it says about a point. */
const REACH: readonly { readonly kinds: readonly PlaceKind[]; readonly withinMeters: number }[] = [
  { kinds: ['ADDRESS'], withinMeters: 150 },
  { kinds: ['STREET'], withinMeters: 500 },
  { kinds: ['DISTRICT'], withinMeters: 5_000 },
  { kinds: ['CITY'], withinMeters: 30_000 },
];

/** The gazetteer in the service's own database. */
export function localGazetteer(db: Db): Gazetteer {
  async function search({ text, near, limit }: TextSearch, isTyping: boolean): Promise<PlaceMatch[]> {
    const query = folded(text);
    if (query.length < MIN_TEXT) return [];
    const areas = near === null ? [] : areasAround(near);
    const beginnings = await placesByPrefix(db, { prefix: query, areas, limit: CANDIDATES });
    // While somebody types, enough of what begins like this is what is meant; otherwise letters may be wrong.
    const isExact = beginnings.some(({ searchText }) => searchText === query);
    const isEnough = isTyping ? beginnings.length >= limit : isExact;
    const similar = isEnough ? [] : await similarTo(query);
    return ranked([...beginnings, ...similar], { query, near, isTyping, limit });
  }

  function similarTo(query: string): Promise<Candidate[]> {
    const words = query.split(' ');
    const isNumber = (word: string) => /^\d/.test(word);
    const text = words.filter((word) => !isNumber(word)).join(' ');
    const houseKeys = words.filter((word) => isNumber(word) && word.length <= MAX_HOUSE_KEY);
    return text === '' ? Promise.resolve([]) : placesLike(db, { text, houseKeys, limit: CANDIDATES });
  }

  return {
    autocomplete: (o) => search(o, true),
    geocode: (o) => search(o, false),
    async reverse(point) {
      const places = await Promise.all(REACH.map((reach) => nearestPlace(db, { point, ...reach })));
      return places
        .filter((place) => place !== null)
        .map((place) => ({
          place,
          score: 1,
          distanceMeters: Math.round(distanceMeters(point, place.location)),
        }));
    },
    async addresses({ street, houseNumber, postcode, city, country }) {
      const [postcodeKey, cityKey] = [folded(postcode), folded(city)];
      const inTown = await addressesAt(db, {
        country,
        streetKey: folded(street),
        houseKey: folded(houseNumber),
        postcodeKey,
        cityKey,
        limit: MAX_ADDRESSES,
      });
      const exact = inTown.filter((place) => folded(place.postcode ?? '') === postcodeKey);
      return exact.length > 0 ? exact : inTown;
    },
  };
}
