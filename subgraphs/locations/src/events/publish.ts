import type { Transaction } from '@nakku/platform';
import type { Zone } from '../domain/zone.ts';
import type { Tx } from '../store/database.ts';

/** Publishes the full state of a zone after a change. */
export function publishZone(
  tx: Pick<Transaction<Tx>, 'emit'>,
  type: 'zone.created' | 'zone.updated' | 'zone.closed',
  { version, surge, area, weekly, exceptions, ...zone }: Zone,
  at: Date,
): void {
  tx.emit({
    type,
    subject: zone.zoneId,
    sequence: version,
    data: {
      zone: {
        ...zone,
        area: area.map((polygon) =>
          polygon.map((ring) => ring.map(([longitude, latitude]) => [longitude, latitude])),
        ),
        weekly: weekly?.map((day) => ({ ...day })) ?? null,
        exceptions: exceptions.map(({ date, hours }) => ({ date, hours: hours.map((one) => ({ ...one })) })),
        surge: surge === null ? null : { percent: surge.percent, until: surge.until.toISOString() },
      },
      at: at.toISOString(),
    },
  });
}
