import { candidatesOf } from './candidates.ts';
import type { Candidate, CandidatesOfLine, Content } from './candidates.ts';

const liter: Content = { size: 1, unit: 'LITER' };

const line = (over: Partial<CandidatesOfLine['line']> = {}): CandidatesOfLine['line'] => ({
  ...{ id: 'line', ifUnavailable: 'BEST_MATCH', unitPrice: 200, open: 2, content: liter },
  ...over,
});

const product = (productId: string, over: Partial<Candidate> = {}): Candidate => ({
  ...{ productId, sku: productId, name: productId, packaging: '1 l', imageUrl: null },
  ...{ price: 200, currency: 'EUR', taxRate: 700, content: liter, available: 10 },
  ...over,
});

const idsOf = (of: CandidatesOfLine['line'], candidates: readonly Candidate[]) =>
  candidatesOf(of, candidates).map(({ productId }) => productId);

test('the nearest in size and price comes first, and at most three are suggested', () => {
  const all = [
    product('dearer', { price: 300 }),
    product('half', { content: { size: 500, unit: 'MILLILITER' } }),
    product('same'),
    product('cheaper', { price: 190 }),
    product('in milliliters', { content: { size: 1_000, unit: 'MILLILITER' }, price: 195 }),
  ];
  expect(idsOf(line(), all)).toEqual(['same', 'in milliliters', 'cheaper']);
});

test('what costs or holds more than twice as much or less than half is not suggested', () => {
  const all = [
    product('twice as dear', { price: 400 }),
    product('dearer', { price: 401 }),
    product('half price', { price: 100 }),
    product('cheaper', { price: 99 }),
    product('larger', { content: { size: 2.1, unit: 'LITER' } }),
  ];
  expect(idsOf(line(), all)).toEqual(['half price', 'twice as dear']);
});

test('sizes that cannot be compared come last', () => {
  const all = [
    product('by the piece', { content: { size: 6, unit: 'PIECE' } }),
    product('unknown', { content: null }),
    product('smaller', { content: { size: 700, unit: 'MILLILITER' } }),
  ];
  expect(idsOf(line(), all)).toEqual(['smaller', 'by the piece', 'unknown']);
});

test('the store has enough of it', () => {
  const all = [product('too few', { available: 1 }), product('enough', { available: 2 })];
  expect(idsOf(line(), all)).toEqual(['enough']);
});

test('nothing for customers who want no other product, and for lines of which nothing is open', () => {
  const all = [product('same')];
  expect(idsOf(line({ ifUnavailable: 'MY_CHOICE' }), all)).toEqual(['same']);
  expect(idsOf(line({ ifUnavailable: 'REFUND' }), all)).toEqual([]);
  expect(idsOf(line({ ifUnavailable: 'ALL_OR_NOTHING' }), all)).toEqual([]);
  expect(idsOf(line({ open: 0 }), all)).toEqual([]);
});
