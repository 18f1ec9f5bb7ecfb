import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';
import { z } from 'zod';
import type { Place } from '../domain/place.ts';
import { folded } from '../domain/searchText.ts';

/** Weight of a street among places of the same name; villages of 1,000 people weigh 3. */
const STREET_WEIGHT = 1.5;
const ADDRESS_WEIGHT = 1;

const visible = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((text) => folded(text) !== '', { error: 'must have letters or digits' });
const degrees = (max: number) =>
  z.string().trim().min(1).transform(Number).pipe(z.number().min(-max).max(max));

/** Columns of the file; others are ignored. A row without house number is a street. */
const row = z.object({
  street: visible(120),
  house_number: z
    .string()
    .trim()
    .max(20)
    .transform((text) => (folded(text) === '' ? null : text)),
  postcode: visible(16),
  city: visible(80),
  country: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z]{2}$/),
  latitude: degrees(90),
  longitude: degrees(180),
});

/** The same street or address keeps its ID, however it is written. */
function idOf(
  source: string,
  { street, house_number, postcode, city, country }: z.output<typeof row>,
): string {
  const key = [country, postcode, city, street, house_number ?? ''].map(folded).join('|');
  return `${source}:${createHash('sha256').update(key).digest('hex').slice(0, 24)}`;
}

function placeOf(columns: z.output<typeof row>, source: string): Place {
  const { street, house_number: houseNumber, postcode, city, country, latitude, longitude } = columns;
  return {
    id: idOf(source, columns),
    kind: houseNumber === null ? 'STREET' : 'ADDRESS',
    source,
    name: houseNumber === null ? street : `${street} ${houseNumber}`,
    street,
    houseNumber,
    postcode,
    city,
    country,
    location: { latitude, longitude },
    weight: houseNumber === null ? STREET_WEIGHT : ADDRESS_WEIGHT,
  };
}

/**
 * Streets and addresses from a CSV file with the columns street, house_number, postcode, city, country, latitude and
 * longitude. A street without a row of its own is where its first address is. Reads as it is consumed, so that the file may
 * be larger than memory; only the IDs of streets are kept.
 * @param source name of what is imported, part of the IDs and shown for attribution
 * @throws Error that names the line of a row that is refused
 */
export async function* readCsv(file: string, source: string): AsyncGenerator<Place> {
  const rows = createReadStream(file).pipe(
    parse({ columns: true, skip_empty_lines: true, bom: true, info: true, max_record_size: 10_000 }),
  );
  const streets = new Set<string>();
  const envelope = z.object({ info: z.object({ lines: z.number() }), record: z.unknown() });
  for await (const parsed of rows) {
    const { info, record } = envelope.parse(parsed);
    const result = row.safeParse(record);
    if (!result.success) {
      const [issue] = result.error.issues;
      throw new Error(`${file}, line ${info.lines}: \`${issue?.path.join('.')}\`: ${issue?.message}`);
    }
    const street = placeOf({ ...result.data, house_number: null }, source);
    const place = placeOf(result.data, source);
    if (!streets.has(street.id)) {
      streets.add(street.id);
      if (place.kind === 'ADDRESS') yield street;
    }
    yield place;
  }
}
