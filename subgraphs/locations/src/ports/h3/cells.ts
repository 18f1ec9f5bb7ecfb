import type { Point } from '@nakku/geo';
import { gridDisk, latLngToCell } from 'h3-js';

/** Cells of this resolution are about 16 km across. */
const AREA_RESOLUTION = 5;

/** An H3 index as PostgreSQL's bigint holds it. */
const toBigInt = (cell: string): bigint => BigInt(`0x${cell}`);

/** The area in which a place is looked for first. */
export function areaOf({ latitude, longitude }: Point): bigint {
  return toBigInt(latLngToCell(latitude, longitude, AREA_RESOLUTION));
}

/** The area of a point and those around it: everything within 7 km, and nothing beyond 30 km. */
export function areasAround({ latitude, longitude }: Point): bigint[] {
  return gridDisk(latLngToCell(latitude, longitude, AREA_RESOLUTION), 1).map(toBigInt);
}
