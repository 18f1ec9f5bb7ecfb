import { Decimal } from '@prisma/client-runtime-utils';
import pg from 'pg';
import { parse as parseArray } from 'postgres-array';

type Parse = (text: string) => unknown;

const { builtins } = pg.types;

/** `2026-01-02 03:04:05.678+00` and its relatives; a time without zone is UTC, as everything that we store. */
function instant(text: string): Date {
  const iso = text.replace(' ', 'T');
  if (iso.length <= 10) return new Date(iso);
  return new Date(/[+-]\d\d(:?\d\d)*$/.test(iso) ? iso.replace(/([+-]\d\d)$/, '$1:00') : `${iso}Z`);
}

const timeOfDay: Parse = (text) => new Date(`1970-01-01T${text}Z`);
const decimal: Parse = (text) => new Decimal(text);
const json: Parse = (text) => JSON.parse(text) as unknown;
const bytes: Parse = (text) => new Uint8Array(Buffer.from(text.slice(2), 'hex'));

/** By type, with the type of its array. */
const ours: readonly (readonly [scalar: number, array: number, parse: Parse])[] = [
  [builtins.INT8, 1016, BigInt],
  [builtins.NUMERIC, 1231, decimal],
  [builtins.DATE, 1182, instant],
  [builtins.TIMESTAMP, 1115, instant],
  [builtins.TIMESTAMPTZ, 1185, instant],
  [builtins.TIME, 1183, timeOfDay],
  [builtins.JSON, 199, json],
  [builtins.JSONB, 3807, json],
  [builtins.BYTEA, 1001, bytes],
];

const parsers: ReadonlyMap<number, Parse> = new Map(
  ours.flatMap(([scalar, array, parse]): [number, Parse][] => [
    [scalar, parse],
    [array, (text) => parseArray(text, parse)],
  ]),
);

/** Values of columns as Prisma's raw queries return them: BigInt, Decimal, Date, parsed JSON, Uint8Array. */
export const columnValues: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    (format === 'binary' ? undefined : parsers.get(oid)) ?? pg.types.getTypeParser(oid, format),
};
