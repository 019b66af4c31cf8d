import type { Page } from 'playwright-core';

const QUIET_MS = 150;
const AT_MOST_MS = 3000;

// Runs in the page, whose types these tests do not have: resolves once nothing
// was added, removed or moved for a while, and no transition is under way.
const UNTIL_QUIET = `new Promise(resolve => {
  const startedAt = performance.now();
  let changedAt = startedAt;
  const observer = new MutationObserver(() => { changedAt = performance.now(); });
  observer.observe(document, {
    subtree: true, childList: true, attributes: true, characterData: true,
  });
  const isMoving = () => document.getAnimations().some(
    ({ playState, effect }) => playState === 'running' &&
      Number.isFinite(effect.getComputedTiming().endTime));
  const look = () => {
    const now = performance.now();
    const isQuiet = now - changedAt >= ${QUIET_MS} && !isMoving() &&
      document.fonts.status === 'loaded';
    if (!isQuiet && now - startedAt < ${AT_MOST_MS}) {
      setTimeout(look, 25);
      return;
    }
    observer.disconnect();
    requestAnimationFrame(() => resolve(undefined));
  };
  look();
})`;

/** What of a page's requests are not answered yet. */
export type PendingRequests = { readonly count: () => number };

/** Counts requests that end; streams of events never do. */
export const watchRequests = (page: Page): PendingRequests => {
  const pending = new Set<unknown>();
  page.on('request', request => {
    if (request.resourceType() !== 'eventsource') pending.add(request);
  });
  page.on('requestfinished', request => pending.delete(request));
  page.on('requestfailed', request => pending.delete(request));
  return { count: () => pending.size };
};

/**
 * Waits until a page shows what it will show: no request is unanswered and
 * nothing changes any more. A page that never rests is looked at after
 * three seconds as it is.
 */
export const settled = async (
  page: Page,
  requests: PendingRequests,
): Promise<void> => {
  const deadline = Date.now() + AT_MOST_MS;
  do {
    await page.evaluate(UNTIL_QUIET);
  } while (requests.count() > 0 && Date.now() < deadline);
};
