import { slugsOfCategory, slugsOfProduct } from './slugs.ts';

const id = '01900000-0000-7000-8000-0000000000ab';

test.each([
  ['Rolls/buns', 'NK-7', ['rolls-buns', 'rolls-buns-nk-7', 'rolls-buns-0000000000ab']],
  ['Käse', 'a.b_c', ['kaese', 'kaese-a-b-c', 'kaese-0000000000ab']],
  ['%', 'NK-7', ['nk-7', 'product-0000000000ab']],
  ['牛乳', 'NK-7', ['nk-7', 'product-0000000000ab']],
  ['🥛', '._-', ['product-0000000000ab']],
])('the product %s may get %j', (name, sku, slugs) => {
  expect(slugsOfProduct({ name, sku, id })).toEqual(slugs);
});

test.each([
  ['Rolls/buns', null, ['rolls-buns', 'rolls-buns-0000000000ab']],
  ['Bio', 'milk', ['bio', 'milk-bio', 'bio-0000000000ab']],
  ['牛乳', 'milk', ['category-0000000000ab']],
])('the category %s below %s may get %j', (name, parent, slugs) => {
  expect(slugsOfCategory({ name, id }, parent)).toEqual(slugs);
});

test('long names make slugs of at most 120 characters for categories', () => {
  const slugs = slugsOfCategory({ name: 'x'.repeat(200), id }, 'y'.repeat(120));
  expect(slugs.every((slug) => slug.length <= 120 && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug))).toBe(true);
});
