import { afterAll, beforeAll, describe, inject, it } from 'vitest';
import type { ExpectStatic } from 'vitest';
import { z } from 'zod';
import {
  accessibilityFindings,
  scrolledSideways,
  scrolledSidewaysWhenSmall,
} from './accessibility';
import { keepScreenshot } from './browser';
import { callPortal } from './portal-api';
import { makeScreenContent } from './screen-content';
import { screensOf } from './screens';
import type { Screen } from './screens';
import { settled } from './settled';
import { openViewers } from './viewers';
import type { Viewer, Viewers } from './viewers';
import { waitUntil } from './wait-until';

const FULL = { width: 1280, height: 900 };
/** 1280 px at 200 %. */
const ZOOMED = { width: 640, height: 900 };

/** One page waits for the network while the other computes. */
const PAGES = 2;

const system = inject('system');
const suffix = Date.now().toString(36);
const content = {
  flagId: `delivery-estimate-${suffix}`,
  segmentId: `early-readers-${suffix}`,
  relationId: `device-${suffix}`,
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

const openScreen = async (
  { page, requests }: Viewer,
  { path, shows, open }: Screen,
): Promise<void> => {
  await page.setViewportSize(FULL);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto(`${system.portalUrl}${path}`);
  await page.getByText(shows).first().waitFor();
  await open?.(page);
  await settled(page, requests);
};

/** Looks at what is open, in the scheme it has. */
const lookAt = async (
  { page }: Viewer,
  screen: Screen,
  { scheme, expect }: { scheme: 'light' | 'dark'; expect: ExpectStatic },
): Promise<void> => {
  const picture = `${screen.name}-${scheme}`;
  await keepScreenshot(page, 'screens', picture);
  if (screen.by === 'Backstage') return;
  const isBelowHeader = screen.by === 'Etude below a header of Backstage';
  const findings = await accessibilityFindings(page, {
    isBelowHeader,
    onlyColours: scheme === 'dark',
  });
  expect.soft(findings, picture).toEqual([]);
};

/** What has its place does not depend on colours: once is enough. */
const lookAtWidths = async (
  { page, requests }: Viewer,
  screen: Screen,
  expect: ExpectStatic,
): Promise<void> => {
  if (screen.by === 'Backstage') return;
  expect.soft(await scrolledSideways(page), screen.name).toEqual([]);
  await page.setViewportSize(ZOOMED);
  await settled(page, requests);
  await keepScreenshot(page, 'screens', `${screen.name}-zoomed`);
  expect
    .soft(await scrolledSidewaysWhenSmall(page), `${screen.name}, zoomed`)
    .toEqual([]);
  await page.setViewportSize(FULL);
};

const turnDark = async ({ page, requests }: Viewer): Promise<void> => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.locator('[data-theme-mode="dark"]').first().waitFor();
  await settled(page, requests);
};

const lookAtAll = async (
  viewer: Viewer,
  screen: Screen,
  expect: ExpectStatic,
): Promise<void> => {
  const { page, errors } = viewer;
  errors.length = 0;
  try {
    await openScreen(viewer, screen);
    await lookAt(viewer, screen, { scheme: 'light', expect });
    await lookAtWidths(viewer, screen, expect);
    await turnDark(viewer);
    await lookAt(viewer, screen, { scheme: 'dark', expect });
  } catch (error) {
    await keepScreenshot(page, 'failures', `screen-${screen.name}`);
    throw error;
  }
  const unexpected = errors.filter(
    error => !(screen.refusal?.test(error) ?? false),
  );
  expect.soft(unexpected, 'what the console says').toEqual([]);
};

describe('every screen', () => {
  let viewers: Viewers;

  beforeAll(async () => {
    await makeScreenContent(system, content);
    await untilLiveExperimentHasUnits();
    viewers = await openViewers(system, PAGES);
  });

  afterAll(() => viewers.close());

  it.concurrent.for(screensOf(system, content))('$name', (screen, { expect }) =>
    viewers.lend(viewer => lookAtAll(viewer, screen, expect)),
  );
});
