import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** @throws Error that says what to install, where there is no Chromium */
function executable(): string {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const found = [
    process.env.CHROMIUM,
    ...NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name))),
  ].find((file) => file !== undefined && existsSync(file));
  if (found === undefined)
    throw new Error('There is no Chromium: apt-get install chromium, or set CHROMIUM to its path');
  return found;
}

/** Where pictures of the page go: never into the repository. */
const screenshots = process.env.NAKKU_SCREENSHOTS ?? mkdtempSync(path.join(tmpdir(), 'nakku-screenshots-'));
export const screenshotFile = (name: string): string => path.join(screenshots, `${name}.png`);

export function openBrowser(): Promise<Browser> {
  // As root, as in a container, Chromium's own sandbox cannot start.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath: executable(), args: [...args, '--disable-gpu'] });
}

/** GraphiQL as a person uses it. */
export interface Explorer {
  readonly page: Page;
  /** Addresses outside of the gateway that the page asked for. */
  readonly foreign: readonly string[];
  /** What the page's scripts threw. */
  readonly failures: readonly string[];
  /** Opens a saved operation in a new tab, which signs in as its role. @param operation its name in the document */
  open(title: string, operation: string): Promise<void>;
  /** Presses the button and waits until the response fits. */
  run(fits: (response: string) => boolean): Promise<string>;
  close(): Promise<void>;
}

const READY_MS = 25_000;

/**
 * The text of one of Monaco's editors. It renders the lines in view only, so the text comes from its model, whose URI
 * GraphiQL derives from the editor's purpose.
 */
const textOf = (page: Page, purpose: 'response.json'): Promise<string> =>
  page.evaluate((ending) => {
    const models: readonly { uri: { path: string }; getValue(): string }[] =
      Object(globalThis)['monaco']?.editor.getModels() ?? [];
    return models.find(({ uri }) => uri.path.endsWith(ending))?.getValue() ?? '';
  }, purpose);

export async function openExplorer(browser: Browser, gatewayUrl: string): Promise<Explorer> {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(READY_MS);
  const foreign: string[] = [];
  const failures: string[] = [];
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(`${gatewayUrl}/`))
      foreign.push(request.url());
  });
  page.on('pageerror', (error) => failures.push(error.message));
  await page.goto(`${gatewayUrl}/`);
  await page.getByRole('button', { name: /Execute query/ }).waitFor();
  await page.locator('section[aria-label="Variables"] .monaco-editor').first().waitFor();
  return {
    page,
    foreign,
    failures,
    async open(title, operation) {
      await page.locator('.operations button', { hasText: new RegExp(`^${title}`) }).click();
      // The tab is named when GraphiQL has read the document; before that it would send the last operation's name.
      await page.locator('.graphiql-tab-active', { hasText: operation }).waitFor();
    },
    async run(fits) {
      await page.getByRole('button', { name: /Execute query/ }).click();
      const deadline = Date.now() + READY_MS;
      for (;;) {
        const response = await textOf(page, 'response.json');
        if (fits(response)) return response;
        if (Date.now() > deadline) throw new Error(`the last response was ${response}`);
        await page.waitForTimeout(50);
      }
    },
    close: () => context.close(),
  };
}
