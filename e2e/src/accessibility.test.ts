import { plantedExperiments } from '@etude/demo';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { z } from 'zod';
import { accessibilityFindings, scrolledSideways } from './accessibility';
import {
  keepScreenshot,
  openBrowser,
  openPage,
  signInAsGuest,
} from './browser';
import { callPortal } from './portal-api';

const SETTLE_MS = 700;

/** 1280 px at 200 %. */
const ZOOMED = { width: 640, height: 900 };
const FULL = { width: 1280, height: 900 };

const SUFFIX = Date.now().toString(36);
const FLAG_ID = `delivery-estimate-${SUFFIX}`;
const SEGMENT_ID = `early-readers-${SUFFIX}`;

const system = inject('system');

type Screen = {
  readonly name: string;
  readonly path: string;
  /** Words that are there once the screen shows what it is for. */
  readonly shows: string | RegExp;
  /** Opens what is hidden at first. */
  readonly open?: (page: Page) => Promise<void>;
};

const endedId =
  plantedExperiments.find(({ expected }) => expected.class === 'win')?.id ?? '';

const button = (name: string | RegExp) => async (page: Page) => {
  await page.getByRole('button', { name }).first().click();
};

const SCREENS: readonly Screen[] = [
  { name: 'home', path: '/', shows: 'What you own' },
  { name: 'experiments', path: '/experiments', shows: 'A calmer book page' },
  {
    name: 'experiment',
    path: `/experiments/${endedId}?tab=results`,
    shows: 'Purchase rate',
  },
  { name: 'experiment-new', path: '/experiments/new', shows: 'Units needed' },
  { name: 'learning', path: '/learning', shows: 'Learning rate' },
  { name: 'metrics', path: '/metrics', shows: 'Purchase rate' },
  { name: 'metric', path: '/metrics/purchase-rate', shows: 'Purchase rate' },
  { name: 'metric-new', path: '/metrics/new', shows: 'New metric' },
  {
    name: 'entity-flags',
    path: '/catalog/default/component/storefront-web/flags',
    shows: 'book-page-layout',
  },
  { name: 'nowhere', path: '/nowhere', shows: 'There is no page here' },
  { name: 'flags', path: '/flags', shows: 'book-page-layout' },
  { name: 'flags-none', path: '/flags?q=zzz', shows: 'No flag matches' },
  { name: 'segments', path: '/flags?tab=segments', shows: SEGMENT_ID },
  {
    name: 'segments-overlaps',
    path: '/flags?tab=segments',
    shows: SEGMENT_ID,
    open: async page => {
      await page.getByText('Who overlaps whom').click();
      await page.getByRole('table').first().waitFor();
    },
  },
  { name: 'clients', path: '/flags?tab=clients', shows: 'storefront' },
  {
    name: 'client-new',
    path: '/flags?tab=clients',
    shows: 'storefront',
    open: button('New client'),
  },
  {
    name: 'credential-new',
    path: '/flags?tab=clients',
    shows: 'storefront',
    open: button(/credential/i),
  },
  { name: 'flag-new', path: '/flags/new', shows: 'Variant id' },
  {
    name: 'flag-new-refused',
    path: '/flags/new',
    shows: 'Variant id',
    open: button('Create flag'),
  },
  { name: 'flag-live', path: `/flags/${system.liveFlagId}`, shows: /spacious/ },
  {
    name: 'flag-rules',
    path: `/flags/${FLAG_ID}`,
    shows: /^Sticky assignments in/,
  },
  {
    name: 'flag-rule-delete',
    path: `/flags/${FLAG_ID}`,
    shows: 'Early readers',
    open: button(/^Delete the rule/),
  },
  {
    name: 'flag-rule-edit',
    path: `/flags/${FLAG_ID}`,
    shows: 'Early readers',
    open: button(/^Edit the rule/),
  },
  {
    name: 'flag-rule-new',
    path: `/flags/${FLAG_ID}?rule=new`,
    shows: 'Create rule',
  },
  {
    name: 'flag-roll-out',
    path: `/flags/${FLAG_ID}`,
    shows: 'Early readers',
    open: button('Roll out a variant'),
  },
  {
    name: 'flag-switch-off',
    path: `/flags/${FLAG_ID}`,
    shows: 'Early readers',
    open: button('Switch off'),
  },
  {
    name: 'flag-variants',
    path: `/flags/${FLAG_ID}?tab=variants`,
    shows: 'precise',
  },
  {
    name: 'flag-variants-edit',
    path: `/flags/${FLAG_ID}?tab=variants`,
    shows: 'precise',
    open: button('Edit variants'),
  },
  {
    name: 'flag-test',
    path: `/flags/${FLAG_ID}?tab=test&context=${encodeURIComponent('{"targeting_key": "reader-1", "country": "SE"}')}`,
    shows: 'Test',
    open: async page => {
      await page
        .getByRole('textbox', { name: /^Context/ })
        .fill('{"targeting_key": "reader-1", "country": "SE"}');
      await page.getByRole('button', { name: 'Test', exact: true }).click();
      await page.getByRole('list', { name: 'Rules in order' }).waitFor();
    },
  },
  {
    name: 'flag-clients',
    path: `/flags/${FLAG_ID}?tab=clients`,
    shows: 'storefront',
  },
  {
    name: 'flag-releases',
    path: `/flags/${FLAG_ID}?tab=releases`,
    shows: 'Plan a stepped release',
  },
  {
    name: 'flag-release-plan',
    path: `/flags/${FLAG_ID}?tab=releases`,
    shows: 'Plan a stepped release',
    open: button('Plan a stepped release'),
  },
  {
    name: 'flag-requests',
    path: `/flags/${FLAG_ID}?tab=requests`,
    shows: 'The launch is today',
  },
  {
    name: 'flag-history',
    path: `/flags/${FLAG_ID}?tab=history`,
    shows: '1. Created',
  },
  {
    name: 'flag-settings',
    path: `/flags/${FLAG_ID}?tab=settings`,
    shows: 'Save serving',
  },
  {
    name: 'flag-missing',
    path: '/flags/no-such-flag',
    shows: 'is not there',
  },
  {
    name: 'segment',
    path: `/flags/segments/${SEGMENT_ID}`,
    shows: 'Edit segment',
  },
  {
    name: 'segment-history',
    path: `/flags/segments/${SEGMENT_ID}?tab=history`,
    shows: /created/i,
  },
  {
    name: 'segment-edit',
    path: `/flags/segments/${SEGMENT_ID}?edit=yes`,
    shows: 'Save segment',
  },
  {
    name: 'segment-new',
    path: '/flags/segments/new',
    shows: 'Create segment',
  },
];

const post = <T>(path: string, body: unknown, schema: z.ZodType<T>) =>
  callPortal(system, {
    method: 'POST',
    path: `flags/v1/${path}`,
    body,
    schema,
  });

const country = (value: string) => ({
  criteria: {
    c1: {
      type: 'attribute',
      attribute: 'country',
      rule: { op: 'eq', value: { type: 'string', value } },
    },
  },
  expression: { type: 'ref', ref: 'c1' },
});

const etagSchema = z.object({ etag: z.string() });

/** A flag with rules, a request and a segment: screens with nothing to hide. */
const makeContent = async (): Promise<void> => {
  await post(
    'segments',
    {
      id: SEGMENT_ID,
      description: 'Readers who asked to see new things first.',
      owner: 'group:default/checkout',
      targeting: country('SE'),
      allocation: {
        proportion: 0.4,
        exclusivityTags: [SEGMENT_ID],
        exclusiveTo: [SEGMENT_ID],
      },
    },
    z.unknown(),
  );
  await post(
    'flags',
    {
      id: FLAG_ID,
      owner: 'group:default/checkout',
      description: 'How precisely the arrival of a parcel is promised.',
      labels: {},
      clients: ['storefront'],
      schema: {
        type: 'struct',
        fields: { words: { type: 'string' }, hours: { type: 'int' } },
      },
      variants: [
        { id: 'rough', value: { words: 'in a few days', hours: 72 } },
        { id: 'precise', value: { words: 'on Tuesday', hours: 2 } },
      ],
    },
    z.unknown(),
  );
  await post(
    `flags/${FLAG_ID}/rules`,
    {
      kind: 'segment',
      segment: SEGMENT_ID,
      name: 'Early readers',
      assignments: [
        { kind: 'variant', variant: 'rough' },
        { kind: 'variant', variant: 'precise' },
      ],
      stickiness: { materialization: SEGMENT_ID, isIntakePaused: false },
    },
    z.unknown(),
  );
  const { etag } = await callPortal(system, {
    path: `flags/v1/flags/${FLAG_ID}`,
    schema: etagSchema,
  });
  await post(
    'change-requests',
    {
      flagId: FLAG_ID,
      etag,
      change: { kind: 'rollout', variant: 'precise', reach: 0.1 },
      reason: 'The launch is today',
    },
    z.unknown(),
  );
};

beforeAll(makeContent);

describe.each(['light', 'dark'] as const)('screens, %s', scheme => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    browser = await openBrowser();
    ({ page } = await openPage(browser, scheme));
    await signInAsGuest(page, system);
  });

  afterAll(() => browser.close());

  it.each(SCREENS)('$name', async ({ name, path, shows, open }) => {
    await page.setViewportSize(FULL);
    await page.goto(`${system.portalUrl}${path}`);
    await page.getByText(shows).first().waitFor();
    await open?.(page);
    await page.waitForTimeout(SETTLE_MS);
    await keepScreenshot(page, 'screens', `access-${name}-${scheme}`);
    expect.soft(await accessibilityFindings(page)).toEqual([]);
    expect.soft(await scrolledSideways(page)).toEqual([]);
    await page.setViewportSize(ZOOMED);
    await page.waitForTimeout(SETTLE_MS);
    await keepScreenshot(page, 'screens', `access-${name}-${scheme}-zoomed`);
    expect.soft(await scrolledSideways(page)).toEqual([]);
  });
});
