import type { Page } from 'playwright-core';
import { it } from 'vitest';
import { keepScreenshot } from './browser';

/** Declares one part of a walk through the portal. */
export type Part = (
  sentence: string,
  walk: (page: Page) => Promise<void>,
) => void;

/**
 * Declares the parts of one walk on one page. What comes after a failed part
 * cannot be walked; the page of the failure is kept as a picture.
 */
export const partsOfWalk = (pageOf: () => Page): Part => {
  let failed = false;
  return (sentence, walk) =>
    it(sentence, async context => {
      if (failed) context.skip('an earlier part of the walk failed');
      const page = pageOf();
      try {
        await walk(page);
      } catch (error) {
        failed = true;
        await keepScreenshot(page, 'failures', sentence.replace(/\W+/g, '-'));
        throw error;
      }
    });
};
