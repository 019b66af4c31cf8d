import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { z } from 'zod';
import {
  keepScreenshot,
  openBrowser,
  openPage,
  signInAsGuest,
} from './browser';
import type { WatchedPage } from './browser';
import { callPortal } from './portal-api';
import { waitUntil } from './wait-until';

const SERVICE = `greeter-${Date.now().toString(36)}`;
const INDEX_TIMEOUT_MS = 120_000;
const SCAFFOLD_TIMEOUT_MS = 60_000;
const CATALOG_TIMEOUT_MS = 60_000;

const searchSchema = z.object({
  results: z.array(z.object({ document: z.object({ title: z.string() }) })),
});

const entitySchema = z.object({
  metadata: z.object({ name: z.string() }),
  spec: z.object({ owner: z.string() }),
});

const flagSchema = z.object({ id: z.string(), clients: z.array(z.string()) });

describe('the portal around the experiments', () => {
  const system = inject('system');
  let browser: Browser;
  let watched: WatchedPage;

  const open = async (path: string): Promise<Page> => {
    watched.errors.length = 0;
    await watched.page.goto(`${system.portalUrl}${path}`);
    return watched.page;
  };

  beforeAll(async () => {
    browser = await openBrowser();
    watched = await openPage(browser, 'light');
    await signInAsGuest(watched.page, system);
  });

  afterAll(() => browser.close());

  it('finds an experiment by search', async () => {
    // The index is rebuilt every minute.
    await waitUntil(
      async () => {
        const { results } = await callPortal(system, {
          path: 'search/query?term=calmer',
          schema: searchSchema,
        });
        return results.length > 0 || undefined;
      },
      { what: 'The experiment in the index', timeoutMs: INDEX_TIMEOUT_MS },
    );
    const page = await open('/search?query=calmer');
    await page
      .getByRole('link', { name: /A calmer book page/ })
      .first()
      .click();
    await page.waitForURL(`**/experiments/${system.liveExperimentId}*`);
    await page
      .getByRole('heading', { name: 'A calmer book page' })
      .first()
      .waitFor();
    expect(watched.errors).toEqual([]);
  });

  it('renders the docs of a component', async () => {
    const page = await open('/docs/default/component/storefront-web');
    await page
      .getByRole('heading', { name: 'Storefront web' })
      .first()
      .waitFor();
    await page
      .getByRole('heading', { name: 'What it depends on' })
      .first()
      .waitFor();
    await keepScreenshot(page, 'screens', 'docs-light');
    expect(watched.errors).toEqual([]);
  });

  it('renders the definition of an API', async () => {
    const page = await open('/catalog/default/api/catalogue-api/definition');
    await page.getByText('/books').first().waitFor();
    await keepScreenshot(page, 'screens', 'api-light');
    expect(watched.errors).toEqual([]);
  });

  it('scaffolds a service that appears in the catalog', async () => {
    const page = await open('/create/templates/default/flagged-service');
    await page.getByRole('textbox', { name: 'Name' }).fill(SERVICE);
    await page.getByRole('textbox', { name: 'Owner' }).fill('Growth');
    await page
      .getByRole('option', { name: /Growth/i })
      .first()
      .click();
    await page.getByRole('button', { name: 'Review' }).click();
    await page.getByRole('button', { name: 'Create' }).click();
    await page
      .getByRole('link', { name: 'The service in the catalog' })
      .waitFor({ timeout: SCAFFOLD_TIMEOUT_MS });
    await keepScreenshot(page, 'screens', 'scaffolded-light');
    expect(watched.errors).toEqual([]);

    const entity = await waitUntil(
      () =>
        callPortal(system, {
          path: `catalog/entities/by-name/component/default/${SERVICE}`,
          schema: entitySchema,
        }),
      { what: `${SERVICE} in the catalog`, timeoutMs: CATALOG_TIMEOUT_MS },
    );
    expect(entity.metadata.name).toBe(SERVICE);
    const flag = await callPortal(system, {
      path: `flags/v1/flags/${SERVICE}-greeting`,
      schema: flagSchema,
    });
    expect(flag.clients).toContain(SERVICE);
    await open(`/catalog/default/component/${SERVICE}`);
    await page.getByText(SERVICE).first().waitFor();
  });
});
