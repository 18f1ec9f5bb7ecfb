/** Units of a product's size. */
export const UNITS = ['GRAM', 'KILOGRAM', 'MILLILITER', 'LITER', 'PIECE'] as const;
export type Unit = (typeof UNITS)[number];
