import { demoId } from '@nakku/demo';
import { admin } from '@nakku/testkit';
import { v7 as uuidv7 } from 'uuid';
import { createProduct } from '../src/app/createProduct.ts';
import { codeOf, names, seededCatalogue } from './seededCatalogue.ts';

const catalogue = seededCatalogue();
const { execute, products } = catalogue;

describe('search', () => {
  test.each([
    ['milk', 'Buttermilk Lemon', true],
    ['whole milk', 'Fresh Whole Milk 3.5 %', true],
    ['tomatoes', 'Vine Tomatoes', true],
    ['tomato', 'Vine Tomatoes', true],
    ['chocola', 'Milk Chocolate', true],
    ['almwiese', 'German Butter', true],
    ['bakery', 'Baguette', true],
    ['organic lentils', 'Organic Red Lentils', true],
    ['SPAGHETTI', 'Spaghetti', true],
    ['!!! & | (', 'Spaghetti', false],
    ['qwertz', 'Spaghetti', false],
    // The last word is still being typed; the earlier ones count by their stem.
    ['tomatoes sau', 'Herring in Tomato Sauce', true],
    ['herrings in tom', 'Herring in Tomato Sauce', true],
    ['the spagh', 'Spaghetti', true],
    ['tomatoes spagh', 'Herring in Tomato Sauce', false],
  ])('%s → %s: %s', async (search, name, found) => {
    const list = await products('search: $search, first: 100', { search }, '($search: String)');
    expect(names(list).includes(name)).toBe(found);
  });

  test.each([
    // Accents, umlauts, ß, capitals of them and letters in two pieces.
    ['Crème Fraîche', 'creme fraiche'],
    ['Creme fraiche', 'CRÈME FRAÎCHE'],
    ['Crème Fraîche', 'Cre\u0300me Frai\u0302che'],
    ['Käsespätzle', 'kasespatzle'],
    ['Käsespätzle', 'kaesespaetzle'],
    ['Käsespätzle', 'KÄSESPÄTZLE'],
    ['Grießbrei', 'griessbrei'],
    ['Griessbrei', 'GRIEẞBREI'],
    ['Smørrebrød', 'smorrebrod'],
    // Parts around slash, dot and hyphen.
    ['Rolls/buns', 'buns'],
    ['Rolls/buns', 'buns/rolls'],
    ['UHT-milk', 'milk uht'],
    ['Choco.Crispies', 'crispies'],
    ['Semi-finished bread', 'finished'],
    ['Fat 3.5 %', '3,5'],
    // No spaces between words.
    ['北海道牛乳', '牛乳'],
    ['北海道牛乳', '北海道'],
  ])('finds %s by %s', async (name, search) => {
    const product = await createProduct(catalogue.harness().deps, {
      actorId: admin().userId,
      slug: null,
      fields: {
        sku: `F-${uuidv7()}`,
        name,
        description: null,
        brand: null,
        size: 1,
        unit: 'PIECE',
        price: 100,
        currency: 'EUR',
        taxRate: 700,
        imageUrls: [],
        attributes: [],
        categoryId: demoId('category', 'yogurt'),
        tags: [],
      },
    });
    if (product.kind !== 'done') throw new Error(product.kind);
    const list = await products('search: $search, first: 100', { search }, '($search: String)');
    await catalogue.harness().db.product.delete({ where: { id: product.product.id } });
    expect(names(list)).toContain(name.normalize('NFC'));
  });

  test.each([
    ['%'],
    ['_'],
    ["'"],
    ['"\\'],
    ["milk' & !("],
    ["':* | milk:*"],
    ['🥛🧀'],
    ['حليب طازج'],
    ['milk\u202ekohc'],
    ['a '.repeat(100)],
    // 10 KB of one word, of many words, of marks and of operators.
    ['x'.repeat(10_240)],
    ['milk '.repeat(2_048)],
    [`milk${'\u0301'.repeat(10_236)}`],
    ['(((&|!<->:*'.repeat(930)],
    [`${'m'.repeat(199)}🥛`],
    ["'milk':* | 'x'"],
    ['\\\\'],
    ['milk <-> butter'],
    ['milk\n\t'],
    ['<b>milk</b>'],
    ['http://x.example/milk?q=1#a'],
    ['1e5 -3 .5'],
  ])('responds to %j without an error', async (search) => {
    const list = await products('search: $search, first: 5', { search }, '($search: String)');
    expect(list.edges.length).toBeLessThanOrEqual(5);
  });

  test.each([['milk\u0000'], ['milk\ud800']])('refuses %j, which is not text', async (search) => {
    const response = await execute(
      'query ($search: String) { products(search: $search, first: 5) { edges { cursor } } }',
      { search },
    );
    expect(codeOf(response)).toBe('BAD_USER_INPUT');
  });

  test('puts names before brands before categories before descriptions', async () => {
    const found = names(await products('search: "butter", first: 100'));
    expect(found.length).toBeGreaterThan(3);
    const [inName, elsewhere] = [found.indexOf('German Butter'), found.indexOf('Clarified Butter')];
    expect(inName).toBeGreaterThanOrEqual(0);
    expect(elsewhere).toBeGreaterThanOrEqual(0);
    const chocolate = names(await products('search: "chocolate", first: 100'));
    expect(chocolate.indexOf('Milk Chocolate')).toBeLessThan(chocolate.indexOf('Chocolate Bunny'));
  });
});
