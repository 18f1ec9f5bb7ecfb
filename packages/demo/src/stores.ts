import { demoId } from './ids.ts';

/** Two dark stores in Berlin, open around the clock, so that a newcomer can order at any hour. */
export const demoStores = [
  {
    storeId: demoId('store', 'mitte'),
    name: 'Nakku Mitte',
    lines: ['Torstraße 1'],
    city: 'Berlin',
    postcode: '10119',
    country: 'DE',
    location: { latitude: 52.5287, longitude: 13.4103 },
  },
  {
    storeId: demoId('store', 'kreuzberg'),
    name: 'Nakku Kreuzberg',
    lines: ['Oranienstraße 25'],
    city: 'Berlin',
    postcode: '10999',
    country: 'DE',
    location: { latitude: 52.5006, longitude: 13.4201 },
  },
].map((store) => ({
  ...store,
  radiusMeters: 4000,
  timeZone: 'Europe/Berlin',
  openingHours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens: 0, closes: 1440 })),
  /** Minor units. */
  deliveryFee: 290,
  freeDeliveryFrom: 4000,
  minimumOrder: null,
  currency: 'EUR',
}));
