import type { Position } from '../domain/courier.ts';
import { judgePosition } from '../domain/position.ts';
import type { Deps } from './deps.ts';

/** Reports of one courier that come at the same time are few. */
const TRIES = 5;

/** Takes a position over if it follows the last one; of reports at the same time the newest stays. */
export async function acceptPosition(
  { positions, positionRules }: Deps,
  courierId: string,
  measured: Position,
  { isTrackPoint = false } = {},
): Promise<'ACCEPTED' | 'OLDER' | 'TELEPORT'> {
  for (let tries = 1; tries <= TRIES; tries += 1) {
    const last = (await positions.lastOf([courierId])).get(courierId) ?? null;
    const verdict = judgePosition(last, measured, positionRules);
    if (verdict.kind === 'dropped') return verdict.because;
    const isKept = isTrackPoint || verdict.isTrackPoint;
    const next = isKept ? { ...measured, tracked: measured } : verdict.next;
    if (await positions.replace(courierId, last, next, isKept)) return 'ACCEPTED';
  }
  return 'OLDER';
}
