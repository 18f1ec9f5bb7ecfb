export * from './distance.ts';
export * from './openingHours.ts';
export * from './serving.ts';
