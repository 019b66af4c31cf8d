import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pageNames, weighPortal } from './page-weights';
import type { Weight } from './page-weights';

const root = join(__dirname, '..', '..', '..');

const PLUGINS = ['experiments', 'flags', 'metrics'];

const PAGE_LIMIT_KB = 120;
const SHELL_LIMIT_KB = 1000;

const ownPages = async (plugin: string): Promise<string[]> => {
  const folder = join(root, 'plugins', plugin, 'src');
  const sources = (await readdir(folder)).filter(
    file => file.endsWith('.tsx') && !file.includes('.test.'),
  );
  const texts = await Promise.all(
    sources.map(async file => readFile(join(folder, file), 'utf8')),
  );
  return texts.flatMap(pageNames);
};

const line = ({ name, bytes, files }: Weight, limit: number): string => {
  const kilobytes = bytes / 1000;
  const verdict = kilobytes > limit ? `over ${limit} kB` : '';
  const heaviest = files
    .slice(0, 3)
    .map(file => `${file.name} ${(file.bytes / 1000).toFixed(1)}`)
    .join(', ');
  return `${name.padEnd(28)}${kilobytes.toFixed(1).padStart(8)}  ${verdict.padEnd(13)}${heaviest}\n`;
};

/** Prints what each page of the built portal weighs; fails above a limit. */
const main = async (): Promise<void> => {
  const names = (await Promise.all(PLUGINS.map(ownPages))).flat();
  const { shell, pages } = await weighPortal(
    join(root, 'apps', 'portal', 'dist'),
    [...new Set(names)],
  );
  process.stdout.write('kB as gzip sends them; a page beside the shell\n\n');
  process.stdout.write(line(shell, SHELL_LIMIT_KB));
  for (const page of pages) process.stdout.write(line(page, PAGE_LIMIT_KB));
  const isOver =
    shell.bytes > SHELL_LIMIT_KB * 1000 ||
    pages.some(({ bytes }) => bytes > PAGE_LIMIT_KB * 1000);
  if (isOver) process.exitCode = 1;
};

main().catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exitCode = 1;
});
