import { z } from 'zod';
import type { Zone } from '../domain/zone.ts';
import { Prisma, type Zone as Row } from '../generated/prisma/client.ts';

const position = z.tuple([z.number(), z.number()]);
const area = z.array(z.array(z.array(position)));
const hours = z.object({ opens: z.number().int(), closes: z.number().int() });
const weekly = z.array(hours.extend({ weekday: z.number().int() })).nullable();
const exceptions = z.array(z.object({ date: z.string(), hours: z.array(hours) }));
const status = z.enum(['ACTIVE', 'PAUSED', 'CLOSED']);

export function zoneOf(row: Row): Zone {
  const { surgePercent: percent, surgeUntil: until } = row;
  return {
    zoneId: row.id,
    storeId: row.storeId,
    name: row.name,
    area: area.parse(row.area),
    priority: row.priority,
    fee: {
      base: Number(row.feeBase),
      perKilometre: Number(row.feePerKilometre),
      includedMeters: row.feeIncludedMeters,
      freeFrom: row.freeFrom === null ? null : Number(row.freeFrom),
    },
    minOrder: Number(row.minOrder),
    currency: row.currency,
    weekly: weekly.parse(row.weekly),
    exceptions: exceptions.parse(row.exceptions),
    surge: percent === null || until === null ? null : { percent, until },
    status: status.parse(row.status),
    version: row.version,
  };
}

/** JSON as Prisma takes it. */
const json = (value: unknown): Prisma.InputJsonValue => JSON.parse(JSON.stringify(value));

export function columnsOf({ zoneId, fee, surge, ...zone }: Zone) {
  return {
    id: zoneId,
    storeId: zone.storeId,
    name: zone.name,
    area: json(zone.area),
    priority: zone.priority,
    feeBase: BigInt(fee.base),
    feePerKilometre: BigInt(fee.perKilometre),
    feeIncludedMeters: fee.includedMeters,
    freeFrom: fee.freeFrom === null ? null : BigInt(fee.freeFrom),
    minOrder: BigInt(zone.minOrder),
    currency: zone.currency,
    weekly: zone.weekly === null ? Prisma.DbNull : json(zone.weekly),
    exceptions: json(zone.exceptions),
    surgePercent: surge?.percent ?? null,
    surgeUntil: surge?.until ?? null,
    status: zone.status,
    version: zone.version,
  };
}
