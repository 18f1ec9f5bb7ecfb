import { slugsFor } from './slugs.ts';

test.each([
  ['Rolls/buns', 'NK-7', ['rolls-buns', 'rolls-buns-nk-7']],
  ['Käse', 'a.b_c', ['kaese', 'kaese-a-b-c']],
  ['%', 'NK-7', []],
])('%s may get %j', (name, sku, slugs) => {
  expect(slugsFor(name, sku)).toEqual(slugs);
});
