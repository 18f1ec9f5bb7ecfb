// What the schema check shares with the gateway: what an operation uses, and the record of who used it.
export { coordinatesUsed } from './coordinatesUsed.ts';
export { deprecatedAmong } from './deprecatedUse.ts';
export type { DeprecatedUse } from './deprecatedUse.ts';
export { removalOf } from './removal.ts';
export type { Removal } from './removal.ts';
export { exists, memberAt, parseCoordinate } from '../federation/schemaCoordinate.ts';
export { dayOf, usageRecordSchema } from './usageRecord.ts';
export type { ClientUsage, UsageRecord } from './usageRecord.ts';
export { readUsage } from './usageStore.ts';
