import { readFileSync } from 'node:fs';
import path from 'node:path';
import { orderTimes } from '../config.ts';
import { orderStatesPage } from './orderStatesPage.ts';

test('docs/order-states.md is what the rules decide: npm run docs', () => {
  const file = path.join(import.meta.dirname, '../../../../docs/order-states.md');
  expect(readFileSync(file, 'utf8')).toBe(orderStatesPage(orderTimes.production));
});
