import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  keepScreenshot,
  openBrowser,
  openPage,
  signInAsGuest,
} from './browser';
import type { WatchedPage } from './browser';
import { choose, typeNumber } from './form';
import { partsOfWalk } from './walk';

const SUFFIX = Date.now().toString(36);
const TABLE = `Baskets ${SUFFIX}`;
const METRIC = `Basket value ${SUFFIX}`;
const EXPERIMENT = `Larger baskets ${SUFFIX}`;

const PER_VARIANT = 200;

/**
 * One row per reader. In control the baskets are 8 or 12, as many of each:
 * the mean is 10. In treatment they are 9 or 13: the mean is 11, a relative
 * effect of 11 / 10 − 1 = +10 %. Over both the mean is 10.5.
 */
const csv = (): string => {
  const rows = Array.from({ length: PER_VARIANT }, (_, index) => [
    `control-${index},control,${index % 2 === 0 ? 8 : 12}`,
    `treatment-${index},treatment,${index % 2 === 0 ? 9 : 13}`,
  ]);
  return ['unit,variant,basket', ...rows.flat()].join('\n');
};

/** Drops a file onto an element, as a person does from a folder. */
const dropFile = async (
  page: Page,
  target: Locator,
  file: { readonly name: string; readonly text: string },
): Promise<void> => {
  const dataTransfer = await page.evaluateHandle(({ name, text }) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], name, { type: 'text/csv' }));
    return transfer;
  }, file);
  await target.dispatchEvent('dragover', { dataTransfer });
  await target.dispatchEvent('drop', { dataTransfer });
};

describe('a metric, from a file to its first result', () => {
  const system = inject('system');
  let browser: Browser;
  let watched: WatchedPage;
  const part = partsOfWalk(() => watched.page);

  beforeAll(async () => {
    browser = await openBrowser();
    watched = await openPage(browser, 'light');
  });

  afterAll(() => browser.close());

  part('drops a file into the lake', async page => {
    await signInAsGuest(page, system);
    await page.goto(`${system.portalUrl}/metrics?tab=fact-tables`);
    await page.getByRole('button', { name: 'Import a table' }).click();
    const dialog = page.getByRole('dialog');
    await dropFile(page, dialog.getByText('Drop a file here'), {
      name: 'baskets.csv',
      text: csv(),
    });
    await dialog.getByText('baskets.csv').waitFor();
    await dialog
      .getByRole('textbox', { name: 'Name of the table' })
      .fill(TABLE);
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await dialog.getByText(/400 rows, 3 columns/).waitFor();
    await dialog.getByRole('link', { name: 'Make a fact table of it' }).click();
  });

  part('says what its columns are', async page => {
    await page.getByRole('heading', { name: 'New fact table' }).waitFor();
    await choose(page, 'Owner', 'Checkout');
    await page
      .getByRole('textbox', { name: 'Name of entity unit' })
      .fill('reader');
    await page
      .getByRole('textbox', { name: 'Unit of measure basket' })
      .fill('EUR');
    await page.getByRole('button', { name: 'Create fact table' }).click();
    await page.getByRole('heading', { name: TABLE }).first().waitFor();
    await page.getByText('No metric reads this table yet').waitFor();
    await page
      .getByRole('link', { name: 'New metric from it' })
      .first()
      .click();
  });

  part('defines a metric and sees what it would have been', async page => {
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill(METRIC);
    await page.getByText('Average', { exact: true }).click();
    await choose(page, 'Measure', 'basket (EUR)');
    await page
      .getByRole('status', { name: 'Definition' })
      .getByText(
        `Average of the sum of basket (EUR) over rows of ${TABLE} per reader whenever it happened; more is better.`,
      )
      .waitFor();
    const preview = page.getByRole('region', { name: 'Preview' });
    await preview.getByText('10.5').first().waitFor();
    await preview.getByText('400 units').waitFor();
    await preview.getByRole('img', { name: 'Values of units' }).waitFor();
    await keepScreenshot(page, 'screens', 'metric-preview-light');
    await page.getByRole('button', { name: 'Create metric' }).click();
    await page.getByRole('heading', { name: METRIC }).first().waitFor();
  });

  part('reads its lineage and its query', async page => {
    await page.getByRole('tab', { name: 'Lineage' }).click();
    const lineage = page.getByRole('region', { name: 'Lineage' });
    await lineage.getByRole('link', { name: TABLE }).waitFor();
    await lineage.getByText('No experiment measures it yet').waitFor();
    await page.getByRole('tab', { name: 'SQL' }).click();
    await page.getByRole('region', { name: 'SQL of this metric' }).waitFor();
  });

  part('plans an experiment on the table', async page => {
    await page.goto(`${system.portalUrl}/experiments/new`);
    const form = page.getByRole('form', { name: 'New experiment' });
    await form.getByRole('textbox', { name: /^Name/ }).fill(EXPERIMENT);
    await form
      .getByRole('textbox', { name: /^Hypothesis/ })
      .fill('Suggesting a second book makes baskets larger.');
    await choose(page, 'Owner', 'Checkout');
    await form.getByText('Data already in a table').click();
    await choose(page, 'Fact table', TABLE);
    await choose(page, 'Variant column', 'variant');
    for (const [index, variant] of ['control', 'treatment'].entries()) {
      await form.getByRole('button', { name: 'Add variant' }).click();
      await form
        .getByRole('textbox', { name: `Variant ${index + 1}`, exact: true })
        .fill(variant);
    }
    await choose(page, 'Control', 'control');
    await choose(page, 'Add success metric', METRIC);
    await typeNumber(form, /^Minimum detectable effect/, 10);
    await page.getByRole('button', { name: 'Create experiment' }).click();
    await page.getByRole('heading', { name: EXPERIMENT }).first().waitFor();
  });

  part('sees its first result: +10 %, as worked out by hand', async page => {
    await page.getByRole('button', { name: 'Launch', exact: true }).click();
    await page.getByRole('button', { name: 'Launch experiment' }).click();
    await page.getByRole('button', { name: 'End and analyse' }).click();
    await page.getByRole('button', { name: 'Analyse now' }).click();
    await page.getByRole('tab', { name: 'Results', exact: true }).click();
    const results = page.getByRole('tabpanel', {
      name: 'Results',
      exact: true,
    });
    const row = results.getByRole('row', { name: new RegExp(METRIC) }).first();
    await row.waitFor({ timeout: 60_000 });
    expect(await row.innerText()).toContain('+10 %');
    await keepScreenshot(page, 'screens', 'metric-first-result-light');
  });

  part('finds the experiment on the page of the metric', async page => {
    await page.goto(`${system.portalUrl}/metrics`);
    await page.getByRole('link', { name: METRIC }).first().click();
    await page.getByRole('tab', { name: 'Effects' }).click();
    const effects = page.getByRole('table', {
      name: 'Effects in ended experiments',
    });
    await effects.getByRole('link', { name: EXPERIMENT }).waitFor();
    await effects
      .getByRole('img', { name: `${EXPERIMENT}, treatment: +10 %` })
      .waitFor();
  });

  it('left no error in the console', () => {
    expect(watched.errors).toEqual([]);
  });
});
