import { readFileSync } from 'node:fs';
import path from 'node:path';

/** A search and the products of the demo shop that somebody who types it looks for, as a person judged it. */
export interface Judged {
  readonly kind: string;
  readonly search: string;
  /** SKUs. */
  readonly relevant: readonly string[];
}

/** The judged searches of prisma/products/seed/judged-searches.csv: kind, search and numbers of SKUs; no search has a comma. */
export function readJudged(): Judged[] {
  const [, ...lines] = readFileSync(
    path.join(import.meta.dirname, '../../../prisma/products/seed/judged-searches.csv'),
    'utf8',
  )
    .trim()
    .split('\n');
  return lines.map((line) => {
    const [kind = '', search = '', skus = ''] = line.split(',');
    return { kind, search, relevant: skus.split(' ').map((sku) => `NK-${sku}`) };
  });
}

/** How good the first ten products are. */
export interface Quality {
  /** Share of the relevant products that are among the first ten, of ten at most. */
  readonly recall: number;
  /** 1 / rank of the first relevant product; 0 if it is not among the first ten. */
  readonly reciprocalRank: number;
}

export function qualityOf(relevant: readonly string[], found: readonly string[]): Quality {
  const first = found.slice(0, 10);
  const hits = first.filter((sku) => relevant.includes(sku)).length;
  const rank = first.findIndex((sku) => relevant.includes(sku));
  return {
    recall: hits / Math.min(10, relevant.length),
    reciprocalRank: rank === -1 ? 0 : 1 / (rank + 1),
  };
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
