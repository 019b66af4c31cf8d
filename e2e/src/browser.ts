import fs from 'node:fs/promises';
import path from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import type { System } from './system';
import { outputDir } from './system';

const VIEWPORT = { width: 1280, height: 900 };
const ACTION_TIMEOUT_MS = 30_000;

/** The machine's Chrome or Chromium, without any traffic of its own. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env['ETUDE_BROWSER'] ?? '/usr/bin/chromium',
    args: [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--no-first-run',
    ],
  });

/** A page whose console is listened to. */
export type WatchedPage = {
  readonly page: Page;
  /** What the console reported as an error, and what was thrown. */
  readonly errors: string[];
};

// react-aria gives the search field of a list its focus back in a microtask,
// and throws where the list was closed before; nobody loses anything by it.
const isListClosedEarly = (stack: string): boolean =>
  stack.includes("null (reading 'dispatchEvent')") &&
  stack.includes('/module-react-aria.');

/** A page of its own, signed out, with nothing remembered. */
export const openPage = async (
  browser: Browser,
  colorScheme: 'light' | 'dark',
): Promise<WatchedPage> => {
  const context = await browser.newContext({
    viewport: VIEWPORT,
    colorScheme,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'UTC',
  });
  context.setDefaultTimeout(ACTION_TIMEOUT_MS);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('console', message => {
    if (message.type() !== 'error') return;
    errors.push(`${page.url()}: ${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', error => {
    const stack = error.stack ?? error.message;
    if (!isListClosedEarly(stack)) errors.push(`${page.url()}: ${stack}`);
  });
  return { page, errors };
};

/** Opens the portal and enters it as a guest. */
export const signInAsGuest = async (
  page: Page,
  system: Pick<System, 'portalUrl'>,
): Promise<void> => {
  await page.goto(system.portalUrl);
  await page.getByRole('button', { name: 'Enter' }).click();
  await page.getByRole('link', { name: 'Catalog' }).first().waitFor();
};

/** Keeps what a page looks like in a folder of the tests' output. */
export const keepScreenshot = async (
  page: Page,
  folder: 'screens' | 'failures',
  name: string,
): Promise<void> => {
  const dir = path.join(outputDir, folder);
  await fs.mkdir(dir, { recursive: true });
  await page.screenshot({ path: path.join(dir, `${name}.png`) });
};
