import { createMockDirectory } from '@backstage/backend-test-utils';
import fs from 'fs-extra';
import path from 'node:path';
import { generateSite } from './generate-site';
import { siteHref } from './markdown';

describe('generateSite', () => {
  const input = createMockDirectory();
  const output = createMockDirectory();

  const generate = () =>
    generateSite({
      inputDir: input.path,
      outputDir: output.path,
      fallbackName: 'Fallback',
      etag: 'abc',
      builtAt: new Date('2026-01-02T03:04:05Z'),
    });

  const read = (file: string) =>
    fs.readFile(path.join(output.path, file), 'utf8');

  it('writes pages, navigation, search index and metadata', async () => {
    input.setContent({
      'mkdocs.yml':
        'site_name: Checkout\nnav:\n  - Home: index.md\n  - Guides:\n      - guides/run.md\n',
      docs: {
        'index.md': '# Checkout\n\nSee [how to run](guides/run.md#locally).\n',
        guides: { 'run.md': '# Run it\n\n## Locally\n\n`yarn start`\n' },
      },
    });
    await generate();

    const home = await read('index.html');
    expect(home).toContain('<a href="guides/run/#locally">how to run</a>');
    const guide = await read('guides/run/index.html');
    expect(guide).toContain('<h2 id="locally">Locally</h2>');
    expect(guide).toContain('href="../../"');
    expect(JSON.parse(await read('search/search_index.json')).docs).toEqual([
      {
        location: 'guides/run/',
        title: 'Run it',
        text: 'Run it Locally yarn start',
      },
      { location: '', title: 'Checkout', text: 'Checkout See how to run .' },
    ]);
    expect(JSON.parse(await read('techdocs_metadata.json'))).toMatchObject({
      site_name: 'Checkout',
      etag: 'abc',
    });
  });

  it('gives every page the style sheet that the reader waits for', async () => {
    input.setContent({ docs: { 'index.md': '# Hi', 'a.md': '# A' } });
    await generate();
    const hrefIn = async (file: string) =>
      /<link rel="stylesheet" href="([^"]+)">/.exec(await read(file))?.[1];
    const href = await hrefIn('index.html');
    expect(href).toMatch(/main\.[A-Fa-f0-9]{8}\.min\.css$/);
    expect(await hrefIn('a/index.html')).toBe(`../${href}`);
    expect(await read(href ?? '')).toContain('.md-typeset');
  });

  it('never lets a document bring its own script', async () => {
    input.setContent({
      docs: { 'index.md': '# Hi\n\n<script>alert(1)</script>\n' },
    });
    await generate();
    expect(await read('index.html')).not.toContain('<script>');
  });

  it('names the entry of the navigation that has no file', async () => {
    input.setContent({
      'mkdocs.yml': 'nav: [missing.md]\n',
      docs: { 'index.md': '# Hi' },
    });
    await expect(generate()).rejects.toMatchObject({
      code: 'ETUDE_DOCS_NAV_NOT_FOUND',
      details: { file: 'missing.md' },
    });
  });
});

describe('siteHref', () => {
  it.each([
    ['index.md', 'a.md', 'a/'],
    ['a.md', 'index.md', '../'],
    ['x/a.md', 'b.md', '../b/'],
    ['x/a.md', 'img/p.png', '../img/p.png'],
    ['a.md', 'https://example.com/x.md', 'https://example.com/x.md'],
  ])('%s → %s is %s', (file, href, expected) => {
    expect(siteHref(file, href)).toBe(expected);
  });
});
