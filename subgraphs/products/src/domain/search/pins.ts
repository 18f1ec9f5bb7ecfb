/** Products that come first in a search, in this order. */
export interface SearchPins {
  readonly id: string;
  /** The search as an administrator wrote it; the same words in other case and accents are the same search. */
  readonly search: string;
  readonly productIds: string[];
  readonly updatedAt: Date;
}
