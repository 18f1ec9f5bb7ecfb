export * from './distance.ts';
export * from './opening-hours.ts';
export * from './serving.ts';
