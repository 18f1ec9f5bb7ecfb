/** Distances, travel and delivery times, local time, opening hours, and the store that serves a point. Pure functions. */

export * from './area.ts';
export * from './distance.ts';
export * from './journey.ts';
export { dateAfter, instantOf, isTimeZone, localTime, weekdayOf } from './localTime.ts';
export * from './openingHours.ts';
export * from './promise.ts';
export * from './serving.ts';
