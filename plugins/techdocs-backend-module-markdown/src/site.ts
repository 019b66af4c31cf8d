import fs from 'fs-extra';
import { EtudeError } from '@etude/kernel';
import path from 'node:path';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';

/** One Markdown file of a documentation site and where its page lives. */
export type Page = {
  /** Path of the Markdown file below the docs folder, with `/`. */
  readonly file: string;
  /** Address of the page below the site's root: '' or 'guides/start/'. */
  readonly location: string;
  readonly title: string;
  readonly markdown: string;
};

/** An entry of the navigation: a page, or a section of entries. */
export type NavEntry =
  | { readonly title: string; readonly location: string }
  | { readonly title: string; readonly entries: readonly NavEntry[] };

export type Site = {
  readonly name: string;
  readonly description: string;
  readonly pages: readonly Page[];
  readonly nav: readonly NavEntry[];
  /** Images and other files to copy, below the docs folder. */
  readonly assets: readonly string[];
  readonly docsDir: string;
};

type RawNav = string | { readonly [title: string]: string | readonly RawNav[] };

const navSchema: z.ZodType<RawNav> = z.lazy(() =>
  z.union([
    z.string(),
    z.record(z.string(), z.union([z.string(), z.array(navSchema)])),
  ]),
);

const configSchema = z.object({
  site_name: z.string().optional(),
  site_description: z.string().optional(),
  docs_dir: z.string().default('docs'),
  nav: z.array(navSchema).optional(),
});

const readConfig = async (inputDir: string) => {
  for (const name of ['mkdocs.yml', 'mkdocs.yaml']) {
    const file = path.join(inputDir, name);
    if (await fs.pathExists(file)) {
      return configSchema.parse(parseYaml(await fs.readFile(file, 'utf8')));
    }
  }
  return configSchema.parse({});
};

const filesBelow = async (dir: string, prefix = ''): Promise<string[]> => {
  const files: string[] = [];
  for (const entry of await fs.readdir(dir, { withFileTypes: true })) {
    if (entry.name.startsWith('.')) continue;
    const below = `${prefix}${entry.name}`;
    if (entry.isDirectory()) {
      files.push(
        ...(await filesBelow(path.join(dir, entry.name), `${below}/`)),
      );
    } else {
      files.push(below);
    }
  }
  return files.sort();
};

/** `index.md` → '', `guides/start.md` → 'guides/start/', as MkDocs does. */
export const locationOf = (file: string): string => {
  const stem = file.replace(/\.md$/i, '');
  const folder = stem.replace(/(^|\/)(index|README)$/, '$1');
  return folder === '' || folder.endsWith('/') ? folder : `${folder}/`;
};

const titleOf = (file: string, markdown: string): string => {
  const heading = /^#\s+(.+?)\s*#*\s*$/m.exec(markdown)?.[1];
  if (heading) return heading;
  const name = path.posix.basename(file).replace(/\.md$/i, '');
  return name.charAt(0).toUpperCase() + name.slice(1).replace(/[-_]/g, ' ');
};

const navOf = (
  raw: readonly RawNav[] | undefined,
  pages: readonly Page[],
): NavEntry[] => {
  if (!raw) {
    return pages.map(({ title, location }) => ({ title, location }));
  }
  const pageEntry = (file: string, title?: string): NavEntry => {
    const page = pages.find(candidate => candidate.file === file);
    if (!page) {
      throw new EtudeError(
        `mkdocs.yml lists '${file}' under nav, but there is no such file in the docs folder. Add the file or remove the entry.`,
        { code: 'ETUDE_DOCS_NAV_NOT_FOUND', kind: 'user', details: { file } },
      );
    }
    return { title: title ?? page.title, location: page.location };
  };
  return raw.flatMap(entry => {
    if (typeof entry === 'string') return [pageEntry(entry)];
    return Object.entries(entry).map(([title, value]) =>
      typeof value === 'string'
        ? pageEntry(value, title)
        : { title, entries: navOf(value, pages) },
    );
  });
};

/**
 * Reads a documentation folder (`mkdocs.yml` optional, Markdown under `docs/`).
 *
 * @throws ETUDE_DOCS_EMPTY when there is no Markdown file;
 * ETUDE_DOCS_NAV_NOT_FOUND when the navigation names a missing one.
 */
export const readSite = async (
  inputDir: string,
  fallbackName: string,
): Promise<Site> => {
  const config = await readConfig(inputDir);
  const docsDir = path.resolve(inputDir, config.docs_dir);
  const isInside = docsDir.startsWith(path.resolve(inputDir) + path.sep);
  const files =
    isInside && (await fs.pathExists(docsDir)) ? await filesBelow(docsDir) : [];
  const markdownFiles = files.filter(file => /\.md$/i.test(file));
  if (markdownFiles.length === 0) {
    throw new EtudeError(
      `There is no Markdown file in '${config.docs_dir}'. Add ${config.docs_dir}/index.md next to mkdocs.yml.`,
      { code: 'ETUDE_DOCS_EMPTY', kind: 'user' },
    );
  }
  const pages = await Promise.all(
    markdownFiles.map(async file => {
      const markdown = await fs.readFile(path.join(docsDir, file), 'utf8');
      return {
        file,
        location: locationOf(file),
        title: titleOf(file, markdown),
        markdown,
      };
    }),
  );
  return {
    name: config.site_name ?? fallbackName,
    description: config.site_description ?? '',
    pages,
    nav: navOf(config.nav, pages),
    assets: files.filter(file => !/\.md$/i.test(file)),
    docsDir,
  };
};
