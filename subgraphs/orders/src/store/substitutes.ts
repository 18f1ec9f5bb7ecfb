import type { Candidate, CandidatesOfLine, Content, SubstituteSource } from '../domain/candidates.ts';
import { MAX_RATIO } from '../domain/candidates.ts';
import type { Line } from '../domain/lines.ts';
import { Prisma } from '../generated/prisma/client.ts';
import { priceInStore } from './catalogue.ts';
import type { Tx } from './database.ts';

/** Per line, those nearest in price: the best among them are chosen by size too. */
const MAX_COMPARED = 50;

interface SoldRow extends Omit<Candidate, 'price' | 'content'> {
  readonly price: bigint;
  readonly size: number | null;
  readonly unit: Content['unit'] | null;
}

interface LineRow extends Pick<Line, 'id' | 'ifUnavailable'> {
  readonly unitPrice: bigint;
  readonly open: number;
  readonly size: number | null;
  readonly unit: Content['unit'] | null;
}

function contentOf({ size, unit }: Pick<SoldRow, 'size' | 'unit'>): Content | null {
  return size === null || unit === null ? null : { size, unit };
}

/** Substitutes from the projections of the catalogue and of the stores' stock. */
export function projectedSubstitutes(db: Tx): SubstituteSource {
  return {
    async candidatesFor(lineIds) {
      const lines = await linesWithContent(db, lineIds);
      const candidates = await candidatesByLine(
        db,
        lines.map(({ id }) => id),
      );
      return lines.map((line): CandidatesOfLine => ({
        line: { ...line, unitPrice: Number(line.unitPrice), content: contentOf(line) },
        candidates: candidates.get(line.id) ?? [],
      }));
    },
  };
}

/** Lines of which pieces are open. */
function linesWithContent(db: Tx, lineIds: readonly string[]): Promise<LineRow[]> {
  return db.$queryRaw<LineRow[]>`
    SELECT l.id, l.if_unavailable AS "ifUnavailable", l.unit_price AS "unitPrice", l.open, p.size, p.unit
    FROM order_lines l LEFT JOIN catalogue_products p ON p.product_id = l.product_id
    WHERE l.id = ANY(${[...lineIds]}::uuid[]) AND l.open > 0`;
}

async function candidatesByLine(
  db: Tx,
  lineIds: readonly string[],
): Promise<ReadonlyMap<string, Candidate[]>> {
  const rows = await db.$queryRaw<(SoldRow & { readonly lineId: string })[]>`
    SELECT l.id AS "lineId", c.*
    FROM order_lines l
    JOIN orders o ON o.id = l.order_id
    JOIN catalogue_products p ON p.product_id = l.product_id
    CROSS JOIN LATERAL (
      SELECT c.product_id AS "productId", c.sku, c.name, c.packaging, c.image_url AS "imageUrl",
        ${priceInStore(Prisma.sql`c`, Prisma.sql`o.store_id`)} AS price, c.currency,
        c.tax_rate AS "taxRate", c.size, c.unit, s.available
      FROM catalogue_products c
      JOIN store_stock s ON s.store_id = o.store_id AND s.product_id = c.product_id AND s.available >= l.open
      WHERE c.category_id = p.category_id AND c.product_id <> l.product_id AND c.currency = o.currency
        AND (c.age_limit IS NULL OR c.age_limit <= o.age_limit)
        AND c.price BETWEEN l.unit_price / ${MAX_RATIO} AND l.unit_price * ${MAX_RATIO}
        AND NOT EXISTS (SELECT FROM withdrawn_products w WHERE w.product_id = c.product_id)
      ORDER BY abs(c.price - l.unit_price), c.product_id LIMIT ${MAX_COMPARED}
    ) c
    WHERE l.id = ANY(${[...lineIds]}::uuid[])`;
  const byLine = new Map<string, Candidate[]>();
  for (const { lineId, size, unit, ...row } of rows) {
    const candidate = { ...row, price: Number(row.price), content: contentOf({ size, unit }) };
    byLine.set(lineId, [...(byLine.get(lineId) ?? []), candidate]);
  }
  return byLine;
}
