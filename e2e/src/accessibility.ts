import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { z } from 'zod';

/**
 * What Backstage puts around and into our pages: its sidebar, its widgets on
 * Home (Material UI cards), and the header of an entity, which titles the page
 * outside of its `main`.
 */
const PARTS_OF_BACKSTAGE = [
  'nav[aria-label="sidebar nav"]',
  '[class*="MuiPaper"]',
  '.bui-PluginHeader',
];

/** Every finding of axe on what Etude shows, of any weight, in words. */
export const accessibilityFindings = async (page: Page): Promise<string[]> => {
  const builder = PARTS_OF_BACKSTAGE.reduce(
    (axe, selector) => axe.exclude(selector),
    new AxeBuilder({ page }),
  );
  const { violations } = await builder.analyze();
  return violations.flatMap(({ id, impact, help, nodes }) =>
    nodes.map(
      node =>
        `${id} (${impact ?? 'unknown'}, ${help}): ${node.target.join(' ')} ${node.html.slice(0, 300)}`,
    ),
  );
};

// Runs in the page, whose types these tests do not have. Tables and code may
// scroll in a frame of their own that the keyboard reaches.
const WIDER_THAN_SHOWN = `[...document.querySelectorAll('*')]
  .filter(element => element.scrollWidth > element.clientWidth + 1)
  .filter(element => element === document.documentElement ||
    ['auto', 'scroll'].includes(getComputedStyle(element).overflowX))
  .filter(element => element.tabIndex !== 0)
  .map(element => element.outerHTML.slice(0, 200))`;

/** What a person would have to scroll sideways, if anything. */
export const scrolledSideways = async (page: Page): Promise<string[]> =>
  z.array(z.string()).parse(await page.evaluate(WIDER_THAN_SHOWN));
