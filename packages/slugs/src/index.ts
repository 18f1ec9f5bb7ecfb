export { SLUG_LENGTH, slugOf } from './slugOf.ts';
