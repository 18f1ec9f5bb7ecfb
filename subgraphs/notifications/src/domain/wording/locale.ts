/** Languages in which notifications are written. */
export const locales = ['EN', 'DE'] as const;
export type Locale = (typeof locales)[number];
