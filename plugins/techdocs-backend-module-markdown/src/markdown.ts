import MarkdownIt from 'markdown-it';
import path from 'node:path';
import { locationOf } from './site';

export type Heading = {
  readonly level: number;
  readonly id: string;
  readonly text: string;
};

export type RenderedMarkdown = {
  readonly html: string;
  readonly headings: readonly Heading[];
};

const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, '')
    .trim()
    .replace(/\s+/g, '-');

const uniqueSlug = (text: string, taken: Set<string>): string => {
  const base = slug(text) || 'section';
  let candidate = base;
  for (let count = 1; taken.has(candidate); count += 1) {
    candidate = `${base}_${count}`;
  }
  taken.add(candidate);
  return candidate;
};

const isExternal = (href: string): boolean =>
  /^([a-z][a-z0-9+.-]*:|\/\/|#|\/)/i.test(href);

/**
 * The address, from the page of `file`, of what `href` points at in the docs
 * folder: pages are folders in the site, so links to `.md` files are rewritten.
 */
export const siteHref = (file: string, href: string): string => {
  if (isExternal(href)) return href;
  const [target = '', fragment] = href.split('#', 2);
  if (target === '') return href;
  const absolute = path.posix.join(path.posix.dirname(file), target);
  const location = /\.md$/i.test(absolute) ? locationOf(absolute) : absolute;
  const relative = path.posix.relative(locationOf(file), location);
  const slash = location === '' || location.endsWith('/') ? '/' : '';
  return `${relative || '.'}${slash}${fragment ? `#${fragment}` : ''}`;
};

// HTML in Markdown stays escaped: a documentation author must not be able to
// run scripts in the portal of everyone who reads the page.
const parser = new MarkdownIt({ html: false, linkify: true });

/** The HTML of one Markdown page and its headings for the table of contents. */
export const renderMarkdown = (
  file: string,
  markdown: string,
): RenderedMarkdown => {
  const tokens = parser.parse(markdown, {});
  const headings: Heading[] = [];
  const taken = new Set<string>();
  tokens.forEach((token, index) => {
    if (token.type === 'heading_open') {
      const text = tokens[index + 1]?.content ?? '';
      const id = uniqueSlug(text, taken);
      token.attrSet('id', id);
      headings.push({ level: Number(token.tag.slice(1)), id, text });
    }
    for (const child of token.children ?? []) {
      const attribute = child.type === 'image' ? 'src' : 'href';
      const value = child.attrGet(attribute);
      if (value !== null) child.attrSet(attribute, siteHref(file, value));
    }
  });
  return {
    html: parser.renderer.render(tokens, parser.options, {}),
    headings,
  };
};

/** Plain text of a Markdown page, for the search index. */
export const plainText = (markdown: string): string =>
  parser
    .parse(markdown, {})
    .flatMap(token =>
      token.type === 'fence' || token.type === 'code_block'
        ? [token.content]
        : (token.children ?? [])
            .filter(
              child => child.type === 'text' || child.type === 'code_inline',
            )
            .map(child => child.content),
    )
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();
