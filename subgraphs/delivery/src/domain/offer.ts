/** A delivery offered to one courier for a short time. */
export interface Offer {
  readonly offerId: string;
  readonly deliveryId: string;
  readonly courierId: string;
  readonly status: OfferStatus;
  readonly expiresAt: Date;
  /** From the courier to the store, as the crow flies; null if the position was unknown. */
  readonly distanceMeters: number | null;
}

/**
 * `GIVEN_UP`: taken, and given back before pick-up; that courier is not asked again for it.
 * `WITHDRAWN`: the delivery was called off, or the courier left.
 */
export type OfferStatus = 'OPEN' | 'ACCEPTED' | 'DECLINED' | 'LAPSED' | 'WITHDRAWN' | 'GIVEN_UP';
