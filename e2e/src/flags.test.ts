import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { z } from 'zod';
import {
  keepScreenshot,
  openBrowser,
  openPage,
  signInAsGuest,
} from './browser';
import type { WatchedPage } from './browser';
import { choose } from './form';
import { callPortal } from './portal-api';
import { waitUntil } from './wait-until';
import { partsOfWalk } from './walk';

const SUFFIX = Date.now().toString(36);
const FLAG_ID = `gift-card-${SUFFIX}`;
const PROTECTED_ID = `gift-bonus-${SUFFIX}`;

const SEGMENT_ID = `bonus-readers-${SUFFIX}`;

const answerSchema = z.object({
  reason: z.string(),
  variant: z.string().optional(),
});

const newFlag = (id: string, labels: Record<string, string>) => ({
  id,
  owner: 'group:default/checkout',
  description: 'Whether gift cards can be bought.',
  labels,
  clients: ['storefront'],
  schema: { type: 'struct', fields: { enabled: { type: 'bool' } } },
  variants: [
    { id: 'off', value: { enabled: false } },
    { id: 'on', value: { enabled: true } },
  ],
});

describe('a flag, administered in the browser', () => {
  const system = inject('system');
  let browser: Browser;
  let watched: WatchedPage;
  const part = partsOfWalk(() => watched.page);

  /** What the edge gives a reader in Sweden; undefined when it has no flag. */
  const resolve = async (flagId = FLAG_ID) => {
    const response = await fetch(
      `${system.edgeUrl}/ofrep/v1/evaluate/flags/${flagId}`,
      {
        method: 'POST',
        headers: { authorization: `Bearer ${system.clientSecret}` },
        body: JSON.stringify({
          context: { targetingKey: 'reader-1', country: 'SE' },
        }),
      },
    );
    if (response.status === 404) return undefined;
    return answerSchema.parse(await response.json());
  };

  /** Waits until the edge gives this variant, or none. */
  const untilEdgeGives = async (
    variant: string | undefined,
    flagId = FLAG_ID,
  ) => {
    await waitUntil(
      async () => {
        const answer = await resolve(flagId);
        return answer !== undefined && answer.variant === variant
          ? true
          : undefined;
      },
      { what: `${variant ?? 'No variant'} at the edge`, timeoutMs: 30_000 },
    );
  };

  beforeAll(async () => {
    browser = await openBrowser();
    watched = await openPage(browser, 'light');
    for (const flag of [
      newFlag(FLAG_ID, {}),
      newFlag(PROTECTED_ID, { protected: 'yes' }),
    ]) {
      await callPortal(system, {
        method: 'POST',
        path: 'flags/v1/flags',
        body: flag,
        schema: z.unknown(),
      });
    }
  });

  afterAll(() => browser.close());

  part('opens it', async page => {
    await signInAsGuest(page, system);
    await page.goto(`${system.portalUrl}/flags/${FLAG_ID}`);
    await page.getByRole('heading', { name: FLAG_ID }).first().waitFor();
  });

  part('gives a default variant to whom no rule decides', async page => {
    await page.getByRole('tab', { name: 'Settings' }).click();
    await choose(page, 'Default variant', 'off');
    await page.getByRole('button', { name: 'Save serving' }).click();
    await untilEdgeGives('off');
    expect((await resolve())?.reason).toBe('DEFAULT');
  });

  part('adds a rule for readers in Sweden', async page => {
    await page.getByRole('tab', { name: 'Rules' }).click();
    await page.getByRole('button', { name: 'Add rule' }).click();
    await page.getByRole('textbox', { name: /^Name/ }).fill('Swedes');
    await page.getByRole('button', { name: 'Add condition' }).click();
    await page.getByLabel('Attribute', { exact: true }).click();
    await page.keyboard.type('country', { delay: 30 });
    // Offered once an edge has reported what contexts hold.
    const known = page.getByRole('option', { name: 'country' });
    if (await known.isVisible()) await known.click();
    await page.getByRole('textbox', { name: /Value of country/ }).fill('SE');
    await page.getByText(/In words: Units for which country is SE/).waitFor();
    await page.getByText('Switch the rule on').click();
    await keepScreenshot(page, 'screens', 'flag-rule-editor-light');
    await page.getByRole('button', { name: 'Create rule' }).click();
    await page.getByRole('group', { name: 'Rule 1: Swedes' }).waitFor();
    await untilEdgeGives('on');
  });

  part('takes the rule back', async page => {
    await page.getByRole('button', { name: /^Delete/ }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Delete/ })
      .click();
    await untilEdgeGives('off');
  });

  part('makes a segment and sees who overlaps whom', async page => {
    await page.goto(`${system.portalUrl}/flags?tab=segments`);
    await page.getByRole('link', { name: 'New segment' }).click();
    await page.getByRole('textbox', { name: /^Id/ }).fill(SEGMENT_ID);
    await page
      .getByRole('button', { name: 'Create segment', exact: true })
      .click();
    await page.waitForURL(`**/flags/segments/${SEGMENT_ID}`);
    await page.getByRole('heading', { name: SEGMENT_ID }).first().waitFor();
    await keepScreenshot(page, 'screens', 'segment-light');
    await page.goto(`${system.portalUrl}/flags?tab=segments`);
    await page.getByRole('link', { name: SEGMENT_ID }).first().waitFor();
    await page.getByText('Who overlaps whom').click();
    await page.getByRole('table').first().waitFor();
    await keepScreenshot(page, 'screens', 'segments-overlap-light');
    await page.goto(`${system.portalUrl}/flags/${FLAG_ID}`);
  });

  part('releases a variant in steps', async page => {
    await page.getByRole('tab', { name: 'Releases' }).click();
    await page.getByRole('button', { name: 'Plan a stepped release' }).click();
    const dialog = page.getByRole('dialog');
    for (const step of ['Remove step 1', 'Remove step 1', 'Remove step 1']) {
      await dialog.getByRole('button', { name: step }).click();
    }
    await dialog.getByRole('button', { name: 'Start the release' }).click();
    await page.getByRole('list', { name: 'Steps' }).waitFor();
    await untilEdgeGives('on');
    await waitUntil(
      async () => {
        const { state } = await callPortal(system, {
          path: `flags/v1/flags/${FLAG_ID}/rollout-plan`,
          schema: z.object({ state: z.string() }),
        });
        return state === 'completed' ? true : undefined;
      },
      { what: 'The end of the release', timeoutMs: 30_000 },
    );
    await page.reload();
    await page.getByText('Completed', { exact: true }).waitFor();
    await keepScreenshot(page, 'screens', 'flag-releases-light');
  });

  part('explains what each rule said to a context', async page => {
    await page.getByRole('tab', { name: 'Test' }).click();
    await page
      .getByRole('textbox', { name: /^Context/ })
      .fill('{"targeting_key": "reader-1", "country": "SE"}');
    await page.getByRole('button', { name: 'Test', exact: true }).click();
    const rules = page.getByRole('list', { name: 'Rules in order' });
    await rules.getByText('Decides').waitFor();
    await keepScreenshot(page, 'screens', 'flag-test-light');
    // The address is a link to the answer.
    await page.reload();
    await rules.getByText('Decides').waitFor();
  });

  part('switches it off for everyone', async page => {
    await page.getByRole('button', { name: 'Switch off' }).click();
    const confirm = page
      .getByRole('dialog')
      .getByRole('button', { name: 'Switch off' });
    await confirm.click();
    await untilEdgeGives('off');
    expect((await resolve())?.reason).toBe('DISABLED');
    await page.getByText('The flag is switched off').waitFor();
  });

  part('goes back to the revision before', async page => {
    await page.getByRole('tab', { name: 'History' }).click();
    await page
      .getByRole('button', { name: /^Revert to revision/ })
      .first()
      .click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: 'Revert' })
      .click();
    await untilEdgeGives('on');
  });

  part('asks for approval where a flag is protected', async page => {
    await page.goto(`${system.portalUrl}/flags/${PROTECTED_ID}?tab=settings`);
    await choose(page, 'Default variant', 'off');
    await page.getByRole('button', { name: 'Save serving' }).click();
    await page
      .getByRole('textbox', { name: 'Why it should be made' })
      .fill('The launch is today');
    await page.getByRole('button', { name: 'Ask for approval' }).click();
    await page.getByText('Asked for approval').waitFor();
    await page.getByRole('tab', { name: 'Requests' }).click();
    await page.getByRole('button', { name: 'Approve' }).click();
    // Nobody approves a change of their own.
    await page.getByText('Nothing was changed').waitFor();
    await keepScreenshot(page, 'screens', 'flag-requests-light');
  });

  part('applies it once somebody else has approved', async page => {
    const { items } = await callPortal(system, {
      path: `flags/v1/change-requests?flagId=${PROTECTED_ID}&state=open`,
      schema: z.object({ items: z.array(z.object({ id: z.string() })) }),
    });
    const [request] = items;
    if (!request) throw new Error('The request is not in the list.');
    await callPortal(system, {
      method: 'POST',
      path: `flags/v1/change-requests/${request.id}/approve`,
      body: { comment: 'Good luck' },
      schema: z.unknown(),
    });
    await page.reload();
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByText('Applied').first().waitFor();
    await untilEdgeGives('off', PROTECTED_ID);
  });

  it('left no error in the console', () => {
    // A refused approval is a 403 or 409, which Chromium reports by itself.
    expect(
      watched.errors.filter(error => !/status of 4(03|09)/.test(error)),
    ).toEqual([]);
  });
});
