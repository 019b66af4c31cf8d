import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { z } from 'zod';

/**
 * What Backstage puts around and into our pages: its sidebar, and its widgets
 * on Home (Material UI cards).
 */
const PARTS_OF_BACKSTAGE = [
  'nav[aria-label="sidebar nav"]',
  '[class*="MuiPaper"]',
];

/** The header of an entity, which titles the page outside of its `main`. */
const HEADER_OF_BACKSTAGE = '.bui-PluginHeader';

/** Rules whose answer can be another one in another colour scheme. */
const RULES_OF_COLOURS = ['color-contrast', 'link-in-text-block'];

export type AccessibilityOptions = {
  readonly isBelowHeader: boolean;
  /** Where the page was looked at whole in another colour scheme. */
  readonly onlyColours: boolean;
};

/** Findings of axe on what Etude shows, of any weight, in words. */
export const accessibilityFindings = async (
  page: Page,
  { isBelowHeader, onlyColours }: AccessibilityOptions,
): Promise<string[]> => {
  const left = isBelowHeader
    ? [...PARTS_OF_BACKSTAGE, HEADER_OF_BACKSTAGE]
    : PARTS_OF_BACKSTAGE;
  const builder = left.reduce(
    (axe, selector) => axe.exclude(selector),
    // There are no frames, and what passes is not asked for: half the work.
    new AxeBuilder({ page })
      .setLegacyMode(true)
      .options({ resultTypes: ['violations'] }),
  );
  if (onlyColours) builder.withRules(RULES_OF_COLOURS);
  const { violations } = await builder.analyze();
  return violations.flatMap(({ id, impact, help, nodes }) =>
    nodes.map(
      node =>
        `${id} (${impact ?? 'unknown'}, ${help}): ${node.target.join(' ')} ${node.html.slice(0, 300)}`,
    ),
  );
};

// Runs in the page, whose types these tests do not have.
const WIDER_THAN_SHOWN = `[...document.querySelectorAll('*')]
  .filter(element => element.scrollWidth > element.clientWidth + 1)
  .filter(element => element === document.documentElement ||
    ['auto', 'scroll'].includes(getComputedStyle(element).overflowX))
  .map(element => ({
    html: element.outerHTML.slice(0, 200),
    isReachedByKeyboard: element.tabIndex === 0,
  }))`;

const widerSchema = z.array(
  z.object({ html: z.string(), isReachedByKeyboard: z.boolean() }),
);

/** What a person would have to scroll sideways, if anything. */
export const scrolledSideways = async (page: Page): Promise<string[]> =>
  widerSchema
    .parse(await page.evaluate(WIDER_THAN_SHOWN))
    .map(({ html }) => html);

/**
 * The same where the window is small: tables and code may scroll there, in a
 * frame of their own that the keyboard reaches.
 */
export const scrolledSidewaysWhenSmall = async (
  page: Page,
): Promise<string[]> =>
  widerSchema
    .parse(await page.evaluate(WIDER_THAN_SHOWN))
    .filter(({ isReachedByKeyboard }) => !isReachedByKeyboard)
    .map(({ html }) => html);
