import { AxeBuilder } from '@axe-core/playwright';
import { plantedExperiments } from '@etude/demo';
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

const SETTLE_MS = 1000;

type Screen = {
  readonly name: string;
  readonly path: string;
  /** Words that are there once the screen shows what it is for. */
  readonly shows: string | RegExp;
  /** Made by Etude alone; the others are pages of Backstage. */
  readonly isOwn: boolean;
};

const system = inject('system');

const endedId =
  plantedExperiments.find(({ expected }) => expected.class === 'win')?.id ?? '';

const SCREENS: readonly Screen[] = [
  {
    name: 'home',
    path: '/',
    shows: 'What you own',
    isOwn: true,
  },
  {
    name: 'catalog',
    path: '/catalog',
    shows: 'Checkout service',
    isOwn: false,
  },
  {
    name: 'component',
    path: '/catalog/default/component/storefront-web',
    shows: 'A calmer book page',
    isOwn: false,
  },
  {
    name: 'experiments',
    path: '/experiments',
    shows: 'A calmer book page',
    isOwn: true,
  },
  {
    name: 'experiment-ended',
    path: `/experiments/${endedId}?tab=results`,
    shows: 'Purchase rate',
    isOwn: true,
  },
  {
    name: 'experiment-live',
    path: `/experiments/${system.liveExperimentId}?tab=live`,
    shows: 'Sample ratio',
    isOwn: true,
  },
  { name: 'flags', path: '/flags', shows: 'book-page-layout', isOwn: true },
  {
    name: 'flag',
    path: `/flags/${system.liveFlagId}`,
    shows: /spacious/,
    isOwn: true,
  },
  {
    name: 'metrics',
    path: '/metrics',
    shows: 'Purchase rate',
    isOwn: true,
  },
  { name: 'learning', path: '/learning', shows: 'Learning rate', isOwn: true },
  { name: 'new-flag', path: '/flags/new', shows: 'Variant id', isOwn: true },
  {
    name: 'new-experiment',
    path: '/experiments/new',
    shows: 'Units needed',
    isOwn: true,
  },
  {
    name: 'metric',
    path: '/metrics/purchase-rate',
    shows: 'Purchase rate',
    isOwn: true,
  },
];

// Runs in the page, whose types these tests do not have.
const WIDER_THAN_SHOWN = `[...document.querySelectorAll('*')]
  .filter(element => element.scrollWidth > element.clientWidth + 1)
  .filter(element => element === document.documentElement ||
    ['auto', 'scroll'].includes(getComputedStyle(element).overflowX))
  .map(element => element.outerHTML.slice(0, 200))`;

/** What a person would have to scroll sideways, if anything. */
const scrolledSideways = async (page: Page): Promise<string[]> =>
  z.array(z.string()).parse(await page.evaluate(WIDER_THAN_SHOWN));

/**
 * Serious and critical findings of axe, without what Backstage puts around and
 * into our pages: its sidebar, and its widgets on Home (Material UI cards).
 */
const seriousFindings = async (page: Page): Promise<string[]> => {
  const { violations } = await new AxeBuilder({ page })
    .exclude('nav[aria-label="sidebar nav"]')
    .exclude('[class*="MuiPaper"]')
    .analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) =>
      nodes.map(node => `${id} (${help}): ${node.html.slice(0, 300)}`),
    );
};

const refreshedSchema = z.object({
  snapshot: z.object({ traffic: z.array(z.object({ units: z.number() })) }),
});

/** A screen of nothing yet would show nothing of what can go wrong. */
const untilLiveExperimentHasUnits = () =>
  waitUntil(
    async () => {
      const { snapshot } = await callPortal(system, {
        method: 'POST',
        path: `experiments/v1/experiments/${system.liveExperimentId}/refresh`,
        body: {},
        schema: refreshedSchema,
      });
      return snapshot.traffic.some(({ units }) => units > 0) || undefined;
    },
    {
      what: 'Traffic of the live experiment',
      timeoutMs: 60_000,
      everyMs: 2000,
    },
  );

describe.each(['light', 'dark'] as const)('the main screens, %s', scheme => {
  let browser: Browser;
  let watched: WatchedPage;

  beforeAll(async () => {
    await untilLiveExperimentHasUnits();
    browser = await openBrowser();
    watched = await openPage(browser, scheme);
    await signInAsGuest(watched.page, system);
  });

  afterAll(() => browser.close());

  it.each(SCREENS)('$name', async ({ name, path, shows, isOwn }) => {
    const { page, errors } = watched;
    errors.length = 0;
    await page.goto(`${system.portalUrl}${path}`);
    try {
      await page.getByText(shows).first().waitFor();
    } finally {
      await page.waitForTimeout(SETTLE_MS);
      await keepScreenshot(page, 'screens', `${name}-${scheme}`);
    }
    if (isOwn) {
      expect.soft(await scrolledSideways(page)).toEqual([]);
      expect.soft(await seriousFindings(page)).toEqual([]);
    }
    expect(errors).toEqual([]);
  });
});
