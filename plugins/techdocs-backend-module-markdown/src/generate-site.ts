import fs from 'fs-extra';
import path from 'node:path';
import { plainText, renderMarkdown } from './markdown';
import { pageHtml } from './page-html';
import { pageStyle } from './page-style';
import { readSite } from './site';

export type GenerateSiteOptions = {
  readonly inputDir: string;
  readonly outputDir: string;
  readonly fallbackName: string;
  readonly etag: string | undefined;
  readonly builtAt: Date;
};

/**
 * Writes the static site TechDocs publishes: one folder per page, assets,
 * `search/search_index.json` and `techdocs_metadata.json`.
 */
export const generateSite = async (
  options: GenerateSiteOptions,
): Promise<void> => {
  const { inputDir, outputDir } = options;
  const site = await readSite(inputDir, options.fallbackName);
  const files: string[] = [];
  const write = async (file: string, content: string) => {
    await fs.outputFile(path.join(outputDir, file), content);
    files.push(file);
  };
  await write(pageStyle.file, pageStyle.css);
  for (const page of site.pages) {
    const content = renderMarkdown(page.file, page.markdown);
    await write(`${page.location}index.html`, pageHtml(site, page, content));
  }
  for (const asset of site.assets) {
    await fs.copy(path.join(site.docsDir, asset), path.join(outputDir, asset));
    files.push(asset);
  }
  const docs = site.pages.map(page => ({
    location: page.location,
    title: page.title,
    text: plainText(page.markdown),
  }));
  await write('search/search_index.json', JSON.stringify({ docs }));
  await fs.outputJson(path.join(outputDir, 'techdocs_metadata.json'), {
    site_name: site.name,
    site_description: site.description,
    build_timestamp: options.builtAt.getTime(),
    files: [...files, 'techdocs_metadata.json'].sort(),
    ...(options.etag ? { etag: options.etag } : {}),
  });
};
