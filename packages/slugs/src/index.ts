/** The slug of a name, as URLs have it. */

export { SLUG_LENGTH, slugOf } from './slugOf.ts';
