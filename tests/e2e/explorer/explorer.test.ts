import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import type { RunningGateway } from '../../../gateway/src/index.ts';
import { loadGatewayConfig, startGateway } from '../../../gateway/src/index.ts';
import { localInstallation } from '../../../tools/src/system/installation.ts';
import { freePorts } from '../../../tools/src/system/ports.ts';
import { serviceNamed } from '../../../tools/src/system/services.ts';
import { closeAll, theAdmin } from '../harness/accounts.ts';
import type { Explorer } from '../harness/browser.ts';
import { openBrowser, openExplorer, screenshotFile } from '../harness/browser.ts';
import { productState, productUpdate } from '../harness/operations.ts';
import { product } from '../harness/shopping.ts';
import { system } from '../harness/system.ts';

const schema = path.join(import.meta.dirname, '../../../schema');

let browser: Browser;
let copy: string;
let gateway: RunningGateway;
let explorer: Explorer;

/** A gateway of our own over the same services, on a copy of the schema that the test may break. */
async function ownGateway(): Promise<RunningGateway> {
  copy = mkdtempSync(path.join(tmpdir(), 'nakku-schema-'));
  cpSync(schema, copy, { recursive: true });
  const { gateway: port } = await freePorts();
  const installation = await localInstallation({
    state: system.state,
    servers: system.servers,
    ports: { ...(await freePorts()), ...system.ports, gateway: port },
    profile: 'test',
  });
  return startGateway(
    loadGatewayConfig({
      ...serviceNamed('gateway').environment(installation),
      INTERNAL_PORT: '0', // that of the installation is the other gateway's
      NODE_ENV: 'development',
      LOG_LEVEL: 'silent',
      SUPERGRAPH_FILE: path.join(copy, 'supergraph.graphql'),
    }),
  );
}

const milk = product(0);
/** The saved operation changes a product that other files of this system buy. */
async function restorePrice(): Promise<void> {
  const { productId } = milk;
  const { version: expectedVersion } = (await theAdmin.execute(productState, { id: productId })).product;
  const price = { amount: milk.price, currency: 'EUR' };
  await theAdmin.execute(productUpdate, { productId, input: { expectedVersion, price } });
}

beforeAll(async () => {
  browser = await openBrowser();
  gateway = await ownGateway();
  explorer = await openExplorer(browser, gateway.url);
}, 60_000);
afterAll(async () => {
  await restorePrice();
  await closeAll();
  await browser.close();
  await gateway.stop();
  rmSync(copy, { recursive: true, force: true });
});

test('a newcomer presses the button and sees products', async () => {
  const response = await explorer.run((text) => text.includes('"edges"'));
  expect(JSON.parse(response).data.products.edges[0].node.name).toMatch(/milk/i);
  await explorer.page.screenshot({ path: screenshotFile('first-query') });
});

test.each([
  ['customer', 'Carla Customer'],
  ['store', 'Stefan Store'],
  ['courier', 'Carlos Courier'],
  ['admin', 'Ada Admin'],
])('one click signs in as %s, a second one signs out', async (role, name) => {
  const button = explorer.page.locator(`#accounts [data-role="${role}"]`);
  await button.click();
  await explorer.page.getByText(`signed in as ${name}`).waitFor();
  await button.click();
  await explorer.page.getByText('nobody is signed in').waitFor();
});

type ResponseData = Record<string, Record<string, unknown> | null>;
test.each([
  ['my orders', 'MyOrders', 'Carla Customer', (data: ResponseData) => data.me?.name],
  ['me', 'CourierMe', 'Carlos Courier', (data: ResponseData) => data.courierMe?.vehicle],
  ['users', 'Users', 'Ada Admin', (data: ResponseData) => data.users?.edges],
])('the saved operation `%s` (%s) is run as %s', async (title, operation, name, shown) => {
  await explorer.open(title, operation);
  await explorer.page.getByText(`signed in as ${name}`).waitFor();
  const response = await explorer.run(
    (text) => text.startsWith('{') && Boolean(shown(JSON.parse(text).data ?? {})),
  );
  expect(JSON.parse(response).errors).toBeUndefined();
});

/** Opens a saved operation, runs it as it is, and returns what it responded with. */
async function runSaved(
  title: string,
  operation: string,
  isDone: (data: ResponseData) => unknown,
): Promise<ResponseData> {
  await explorer.open(title, operation);
  const response = await explorer.run(
    (text) => text.startsWith('{') && Boolean(isDone(JSON.parse(text).data ?? {})),
  );
  return JSON.parse(response).data;
}

test('from cart to order and back without copying, and once more', async () => {
  const numbers: unknown[] = [];
  for (const _ of [1, 2]) {
    await runSaved('cart create', 'CartCreate', ({ cartCreate }) => cartCreate?.cart);
    await runSaved('cart fill', 'CartFill', ({ cartAddressSet }) => cartAddressSet?.cart);
    await runSaved('checkout', 'Checkout', ({ cartCheckout }) => cartCheckout?.quote);
    const { orderPlace } = await runSaved(
      'order place',
      'OrderPlace',
      ({ orderPlace: placed }) => placed?.order,
    );
    numbers.push(Object(orderPlace?.order).number);
    const { orderCancel } = await runSaved('order cancel', 'OrderCancel', (data) => data.orderCancel);
    expect(orderCancel?.userErrors).toEqual([]);
    // The store may have confirmed it meanwhile.
    expect(['CANCELLED', 'CANCELLATION_PENDING']).toContain(orderCancel?.outcome);
  }
  expect(new Set(numbers).size).toBe(2);
}, 60_000);

test('a price changes twice, and who is signed in instead of whom is said', async () => {
  await explorer.open('product version', 'ProductVersion');
  await explorer.page.getByText('signed in as Ada Admin instead of Carla Customer').waitFor();
  await explorer.run((text) => text.includes('"version"'));
  for (const _ of [1, 2]) {
    const { productUpdate } = await runSaved('product update', 'ProductPrice', (data) => data.productUpdate);
    expect(productUpdate).toMatchObject({ userErrors: [], product: { price: { amount: 129 } } });
  }
});

test('a subscription shows its snapshot at once, as the store', async () => {
  await explorer.open('orders feed', 'StoreFeed');
  await explorer.page.getByText('signed in as Stefan Store').waitFor();
  const response = await explorer.run((text) => text.includes('isSnapshot'));
  expect(JSON.parse(response).data.ordersFeed.isSnapshot).toBe(true);
  await explorer.page.screenshot({ path: screenshotFile('subscription') });
  await explorer.page.getByRole('button', { name: /Stop query/ }).click();
});

test('the schema is documented', async () => {
  const { page } = explorer;
  await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
  await page.locator('.graphiql-doc-explorer').getByRole('link', { name: 'Query' }).first().click();
  await page
    .getByText('One page of the catalogue', { exact: false })
    .or(page.getByText('products('))
    .first()
    .waitFor();
  await page.screenshot({ path: screenshotFile('documentation') });
});

test('a broken schema file is shown with file, line and text until it is repaired', async () => {
  const file = path.join(copy, 'products.graphql');
  const good = readFileSync(file, 'utf8');
  const broken = good.replace('type Query {', 'type Query {\n  broken(: String');
  writeFileSync(file, broken);
  const problems = explorer.page.locator('#problems');
  await problems.getByText('broken(: String').waitFor();
  const line = broken.split('\n').indexOf('  broken(: String') + 1;
  expect(await problems.textContent()).toMatch(
    new RegExp(`products\\.graphql:${line}:\\d+ {2}SYNTAX {2}Syntax Error`),
  );
  await explorer.page.screenshot({ path: screenshotFile('problem') });
  expect(
    await explorer.page.evaluate(() => fetch('/graphql?query={__typename}').then((one) => one.status)),
  ).toBe(200);
  writeFileSync(file, good);
  await problems.waitFor({ state: 'hidden' });
});

test('a field that its subgraph does not serve yet is told, and serves nobody', async () => {
  const file = path.join(copy, 'products.graphql');
  const good = readFileSync(file, 'utf8');
  writeFileSync(file, good.replace('type Query {', 'type Query {\n  "New."\n  newField: String'));
  await explorer.page.getByText('waiting until products serves its new schema').waitFor();
  writeFileSync(file, good);
  await explorer.page.locator('#waiting:empty').waitFor({ state: 'attached' });
});

test('nothing came from elsewhere, and no script failed', () => {
  expect(explorer.foreign).toEqual([]);
  expect(explorer.failures).toEqual([]);
});
