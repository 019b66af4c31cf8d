import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openBrowser, openPage, signInAsGuest } from './browser';
import type { WatchedPage } from './browser';
import { choose, typeNumber } from './form';
import { visitShop } from './shop';
import { waitUntil } from './wait-until';
import { partsOfWalk } from './walk';

const UNITS = 200;
const FLAG_ID = `gift-wrap-${Date.now().toString(36)}`;
const NAME = `Offer gift wrap (${FLAG_ID})`;

/** `39 of 59`, as the learning page shows a rate. */
type Rate = { readonly count: number; readonly of: number };

const rateOnPage = async (page: Page, label: string): Promise<Rate> => {
  const figure = page
    .getByRole('group', { name: 'Rates' })
    .getByRole('button', { name: new RegExp(`^${label}`) });
  const text = await figure.innerText();
  const [, count, of] = /(\d+) of (\d+)/.exec(text) ?? [];
  if (count === undefined || of === undefined) {
    throw new Error(`'${label}' shows no rate but: ${text}`);
  }
  return { count: Number(count), of: Number(of) };
};

const readLearning = async (page: Page) => {
  await page.getByRole('link', { name: 'Learning' }).first().click();
  return {
    learning: await rateOnPage(page, 'Learning rate'),
    wins: await rateOnPage(page, 'Wins'),
  };
};

describe('the main job, clicked through', () => {
  const system = inject('system');
  let browser: Browser;
  let watched: WatchedPage;
  let learningBefore: Awaited<ReturnType<typeof readLearning>>;

  const part = partsOfWalk(() => watched.page);

  const openTab = async (page: Page, name: string) => {
    await page.getByRole('tab', { name, exact: true }).click();
    return page.getByRole('tabpanel', { name, exact: true });
  };

  beforeAll(async () => {
    browser = await openBrowser();
    watched = await openPage(browser, 'light');
  });

  afterAll(() => browser.close());

  part('signs in as a guest', async page => {
    await signInAsGuest(page, system);
    learningBefore = await readLearning(page);
    expect(learningBefore.learning.of).toBeGreaterThan(50);
  });

  part('creates a flag with a schema and two variants', async page => {
    await page
      .getByRole('link', { name: 'Flags', exact: true })
      .first()
      .click();
    await page.getByRole('link', { name: 'New flag' }).first().click();
    await page.getByRole('textbox', { name: /^Id/ }).fill(FLAG_ID);
    await page
      .getByRole('textbox', { name: /^Description/ })
      .fill('Whether gift wrap is offered in the checkout.');
    await choose(page, 'Owner', 'Checkout');
    await choose(page, 'Component', 'Checkout service');
    await choose(page, 'Clients', 'Storefront');
    await page.getByRole('radio', { name: 'On/off' }).click();
    await page.getByRole('group', { name: 'Variant off' }).waitFor();
    await page.getByRole('group', { name: 'Variant on' }).waitFor();
    await page.getByRole('button', { name: 'Create flag' }).click();
    await page.waitForURL(`**/flags/${FLAG_ID}`);
    await page.getByRole('heading', { name: FLAG_ID }).first().waitFor();
  });

  part('plans an A/B test on it', async page => {
    await page
      .getByRole('link', { name: 'Experiments', exact: true })
      .first()
      .click();
    await page.getByRole('link', { name: 'New experiment' }).first().click();
    const form = page.getByRole('form', { name: 'New experiment' });
    await form.getByRole('textbox', { name: /^Name/ }).fill(NAME);
    await form
      .getByRole('textbox', { name: /^Hypothesis/ })
      .fill(
        'Offering gift wrap makes more readers buy, because gifts are easier.',
      );
    await choose(page, 'Owner', 'Checkout');
    await choose(page, 'Component', 'Checkout service');
    await form.getByRole('textbox', { name: /^Surface/ }).fill('checkout');
    await choose(page, 'Flag', new RegExp(FLAG_ID));
    await form.getByRole('textbox', { name: /^Unit/ }).first().fill('reader');
    await choose(page, 'Control', 'off');
    await choose(page, 'Add success metric', 'Purchases so far');
    await choose(page, 'Add guardrail', 'Baskets so far');
    await typeNumber(form, /^Minimum detectable effect/, 150);
    await typeNumber(form, /^Non-inferiority margin/, 90);
    await typeNumber(form, /alpha/, 5);
    await typeNumber(form, /^Power/, 80);
    await typeNumber(form, /^Planned days/, 1);
  });

  part('sees the required sample size and saves the draft', async page => {
    const summary = page.getByRole('complementary', { name: 'Summary' });
    const size = await waitUntil(
      async () => {
        const figures = summary.locator('[aria-busy=false]');
        return /([\d,]+) units/.exec(await figures.innerText())?.[1];
      },
      { what: 'A sample size', timeoutMs: 60_000 },
    );
    const required = Number(size.replace(/\D/g, ''));
    expect(required).toBeGreaterThan(10);
    expect(required).toBeLessThanOrEqual(UNITS);
    await page.getByRole('button', { name: 'Create experiment' }).click();
    await page.getByRole('heading', { name: NAME }).first().waitFor();
  });

  part('launches it', async page => {
    await page.getByRole('button', { name: 'Launch', exact: true }).click();
    await page.getByRole('button', { name: 'Launch experiment' }).click();
    await page.getByRole('button', { name: 'End experiment' }).waitFor();
  });

  part('shows traffic of a real OpenFeature SDK, and health', async page => {
    await waitUntil(
      async () =>
        (await visitShop({ system, flagId: FLAG_ID, units: 10 })) >= 0 ||
        undefined,
      { what: 'The launched experiment at the edge', timeoutMs: 60_000 },
    );
    const on = await visitShop({ system, flagId: FLAG_ID, units: UNITS });
    expect(on).toBeGreaterThan(UNITS * 0.3);
    const live = await openTab(page, 'Live');
    const refresh = page.getByRole('button', { name: 'Refresh' });
    const exposed = await waitUntil(
      async () => {
        await refresh.click();
        await page.waitForTimeout(1500);
        const rows = live.getByRole('row');
        const text = (await rows.allInnerTexts()).join('\n');
        const units = [...text.matchAll(/^(on|off)\s+(\d+)/gm)].map(match =>
          Number(match[2]),
        );
        const total = units.reduce((sum, count) => sum + count, 0);
        return total >= UNITS ? { total, variants: units.length } : undefined;
      },
      { what: `${UNITS} units on the Live tab`, timeoutMs: 120_000 },
    );
    expect(exposed).toEqual({ total: UNITS, variants: 2 });
    await live.getByText('Sample ratio').first().waitFor();
    await live.getByText('Healthy').first().waitFor();
    const results = await openTab(page, 'Results');
    await results.getByText('Effects are closed').waitFor();
  });

  part('ends it and sees results with intervals', async page => {
    await page.getByRole('button', { name: 'End experiment' }).click();
    await page.getByRole('button', { name: 'End now' }).click();
    const results = await openTab(page, 'Results');
    const plots = results.getByRole('img', { name: /Purchases so far/ });
    await plots.first().waitFor();
    expect(await plots.first().isVisible()).toBe(true);
    await results
      .getByText(/Baskets so far/)
      .first()
      .waitFor();
  });

  part('records the decision and sees the verdict', async page => {
    await page.getByRole('button', { name: 'Record decision' }).first().click();
    const decision = page.getByRole('tabpanel', { name: 'Decision' });
    await decision.getByText('Win', { exact: true }).waitFor();
    await decision.getByRole('radio', { name: 'Ship', exact: true }).check();
    await decision
      .getByRole('textbox', { name: /^Rationale/ })
      .fill('Many more readers buy, and baskets did not suffer.');
    await decision.getByRole('button', { name: 'Record decision' }).click();
    await decision.getByText('This follows the recommendation.').waitFor();
    await decision.getByText('Ship on', { exact: true }).waitFor();
  });

  part('is counted by the learning page', async page => {
    const { learning, wins } = await readLearning(page);
    const oneMore = ({ count, of }: Rate) => ({ count: count + 1, of: of + 1 });
    expect(learning).toEqual(oneMore(learningBefore.learning));
    expect(wins).toEqual(oneMore(learningBefore.wins));
    await page.getByRole('link', { name: NAME }).waitFor();
  });

  it('left no error in the console', () => {
    expect(watched.errors).toEqual([]);
  });
});
