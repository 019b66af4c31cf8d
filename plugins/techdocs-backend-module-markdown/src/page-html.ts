import path from 'node:path';
import type { Heading } from './markdown';
import { pageStyle } from './page-style';
import type { NavEntry, Page, Site } from './site';

const escapeHtml = (text: string): string =>
  text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');

const hrefTo = (from: string, to: string): string => {
  const relative = path.posix.relative(from, to);
  return relative === '' ? './' : `${relative}/`;
};

const navItem = (entry: NavEntry, current: string): string => {
  const title = escapeHtml(entry.title);
  if ('entries' in entry) {
    const items = entry.entries.map(child => navItem(child, current)).join('');
    return `<li class="md-nav__item md-nav__item--section md-nav__item--nested"><label class="md-nav__link">${title}</label><nav class="md-nav"><ul class="md-nav__list">${items}</ul></nav></li>`;
  }
  const active = entry.location === current ? ' md-nav__link--active' : '';
  const href = hrefTo(current, entry.location);
  return `<li class="md-nav__item"><a class="md-nav__link${active}" href="${href}">${title}</a></li>`;
};

const tableOfContents = (headings: readonly Heading[]): string => {
  const items = headings
    .filter(heading => heading.level === 2 || heading.level === 3)
    .map(
      heading =>
        `<li class="md-nav__item"><a class="md-nav__link" href="#${heading.id}">${escapeHtml(heading.text)}</a></li>`,
    );
  if (items.length === 0) return '';
  return `<nav class="md-nav md-nav--secondary" aria-label="Table of contents"><label class="md-nav__title">Table of contents</label><ul class="md-nav__list">${items.join('')}</ul></nav>`;
};

/**
 * The page as TechDocs' reader expects it: the element classes of the MkDocs
 * Material theme, which the reader styles and rearranges.
 */
export const pageHtml = (
  site: Site,
  page: Page,
  content: { readonly html: string; readonly headings: readonly Heading[] },
): string => {
  const style = path.posix.relative(page.location, pageStyle.file);
  const nav = site.nav.map(entry => navItem(entry, page.location)).join('');
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escapeHtml(page.title)} - ${escapeHtml(site.name)}</title>
<link rel="stylesheet" href="${style}"></head>
<body>
<header class="md-header"></header>
<div class="md-container"><main class="md-main"><div class="md-main__inner md-grid">
<div class="md-sidebar md-sidebar--primary" data-md-component="sidebar"><div class="md-sidebar__scrollwrap"><div class="md-sidebar__inner"><nav class="md-nav md-nav--primary" aria-label="Navigation"><label class="md-nav__title">${escapeHtml(site.name)}</label><ul class="md-nav__list">${nav}</ul></nav></div></div></div>
<div class="md-sidebar md-sidebar--secondary" data-md-component="sidebar"><div class="md-sidebar__scrollwrap"><div class="md-sidebar__inner">${tableOfContents(content.headings)}</div></div></div>
<div class="md-content"><article class="md-content__inner md-typeset">
${content.html}
</article></div>
</div></main></div>
</body>
</html>
`;
};
