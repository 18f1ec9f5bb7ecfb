import type { Point } from '@nakku/geo';
import { gridDisk, latLngToCell, POLYGON_TO_CELLS_FLAGS, polygonToCellsExperimental } from 'h3-js';
import type { Area } from '../../domain/polygon.ts';

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

/** Cells of this resolution are about 350 metres across. */
const ZONE_RESOLUTION = 9;

/** The cell by which the zones of a point are looked up. */
export function zoneCellOf({ latitude, longitude }: Point): bigint {
  return toBigInt(latLngToCell(latitude, longitude, ZONE_RESOLUTION));
}

/** A cell that a zone covers. */
export interface ZoneCell {
  readonly cell: bigint;
  /** Whether all of the cell is in the zone, so that its points need no further test. */
  readonly isInside: boolean;
}

/**
 * The cells of an area. Borders of cells are no straight lines on the map, so that a point near one may be in the
 * neighbouring cell: inside are the cells whose neighbours are all covered completely, too, and the neighbours of the covered ones
 * count as touched. What is found by these cells and the polygon's test is exactly what the polygon holds.
 */
export function zoneCellsOf(area: Area): ZoneCell[] {
  const covered = new Set<string>();
  const touched = new Set<string>();
  for (const polygon of area) {
    const rings = polygon.map((ring) => ring.map(([longitude, latitude]) => [longitude, latitude]));
    const cellsBy = (mode: string) => polygonToCellsExperimental(rings, ZONE_RESOLUTION, mode, true);
    for (const cell of cellsBy(POLYGON_TO_CELLS_FLAGS.containmentFull)) covered.add(cell);
    for (const cell of cellsBy(POLYGON_TO_CELLS_FLAGS.containmentOverlapping))
      for (const near of gridDisk(cell, 1)) touched.add(near);
  }
  return [...touched].map((cell) => ({
    cell: toBigInt(cell),
    isInside: gridDisk(cell, 1).every((near) => covered.has(near)),
  }));
}
