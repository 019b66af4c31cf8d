import { createHash } from 'node:crypto';

const CSS = `
.md-main__inner {
  display: grid;
  grid-template-columns: 13rem minmax(0, 1fr) 12rem;
  gap: 2.5rem;
  align-items: start;
}
.md-main__inner .md-sidebar {
  position: sticky !important;
  top: 1rem !important;
  right: auto;
  bottom: auto;
  left: auto !important;
  width: auto !important;
  height: auto !important;
  padding: 0;
  opacity: 1 !important;
  transform: none !important;
}
.md-main__inner .md-sidebar .md-sidebar__scrollwrap { width: auto; max-height: 90vh; overflow-y: auto; }
.md-main__inner .md-sidebar--primary { order: 1; }
.md-main__inner .md-content { order: 2; max-width: 75ch; margin: 0 0 3rem; }
.md-main__inner .md-sidebar--secondary { order: 3; }

.md-nav__list { margin: 0; padding: 0; list-style: none; }
.md-main__inner .md-nav { font-size: 0.875rem; background: none; }
.md-main__inner .md-nav__title {
  display: block;
  padding: 0 0 0.5rem;
  background: none;
  font-size: 0.875rem;
  font-weight: 600;
  line-height: 1.5;
}
.md-nav__item .md-nav { padding-left: 0.75rem; }
.md-nav__link {
  padding: 0.25rem 0;
  color: var(--md-default-fg-color--light);
  line-height: 1.4;
  text-decoration: none;
}
a.md-nav__link:hover { color: var(--md-default-fg-color); }
.md-nav__item .md-nav__link--active { color: var(--md-default-fg-color); font-weight: 600; }
.md-nav__item--section > .md-nav__link { padding-top: 0.75rem; font-weight: 600; }

.md-typeset { color: var(--md-default-fg-color); line-height: 1.65; }
.md-content .md-typeset h1 { margin: 0 0 1rem; font-size: 1.75rem; line-height: 1.25; }
.md-content .md-typeset h2 { margin: 2.25rem 0 0.75rem; font-size: 1.25rem; line-height: 1.35; }
.md-content .md-typeset h3 { margin: 1.75rem 0 0.5rem; font-size: 1rem; line-height: 1.5; }
.md-content .md-typeset :is(h4, h5, h6) { margin: 1.5rem 0 0.5rem; font-size: 0.875rem; }
.md-typeset :is(p, ul, ol, blockquote, pre, table) { margin: 0 0 1rem; }
.md-typeset :is(ul, ol) { padding-left: 1.5rem; }
.md-typeset li { margin: 0.25rem 0; }
.md-typeset a { color: var(--md-typeset-a-color); text-decoration: underline; text-underline-offset: 2px; }
.md-typeset a:focus-visible, .md-nav__link:focus-visible { outline: 2px solid var(--md-accent-fg-color); outline-offset: 2px; }
.md-typeset blockquote { padding-left: 1rem; }
.md-typeset img { max-width: 100%; }
.md-typeset code {
  padding: 0.1em 0.35em;
  border-radius: 4px;
  background: var(--md-default-fg-color--lightest);
  font-family: ui-monospace, Menlo, Consolas, monospace;
  font-size: 0.9em;
}
.md-typeset pre {
  position: relative;
  padding: 0.875rem 1rem;
  overflow-x: auto;
  border-radius: 8px;
  background: var(--md-default-fg-color--lightest);
  line-height: 1.5;
}
.md-typeset pre > code { padding: 0; background: none; }
.md-typeset pre .md-clipboard {
  width: 2rem;
  height: 2rem;
  padding: 0.4rem;
  border: none;
  border-radius: 4px;
  background: none;
  color: var(--md-default-fg-color--light);
  cursor: pointer;
}
.md-typeset pre .md-clipboard:hover { color: var(--md-default-fg-color); }
.md-typeset pre .md-clipboard svg { width: 1.1rem; height: 1.1rem; fill: currentColor; }
.md-typeset table:not([class]) { border-radius: 8px; border-spacing: 0; }
.md-typeset table:not([class]) :is(th, td) {
  padding: 0.5rem 0.875rem;
  border-bottom: 1px solid var(--md-default-fg-color--lightest);
  text-align: left;
  vertical-align: top;
}

@media screen and (max-width: 70rem) {
  .md-main__inner { grid-template-columns: minmax(0, 1fr); gap: 1rem; }
  .md-main__inner .md-sidebar { position: static !important; }
  .md-main__inner .md-sidebar--secondary { display: none; }
}
`;

const hash = createHash('sha256').update(CSS).digest('hex').slice(0, 8);

/**
 * The style of every page. TechDocs' reader waits for a style sheet before it
 * shows a page, and lets only those through that are named like MkDocs' own;
 * its colours are the variables that the reader sets from the portal's theme.
 */
export const pageStyle = {
  file: `assets/stylesheets/main.${hash}.min.css`,
  css: CSS,
} as const;
