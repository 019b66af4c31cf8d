import { EtudeError } from '@etude/kernel';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { etudeDirectory, repositoryRoot } from '../repository';

const portalDir = path.join(repositoryRoot, 'apps/portal');
const distDir = path.join(portalDir, 'dist');
const stampFile = path.join(distDir, '.etude-sources');

/** What the built frontend depends on. */
const SOURCES = [
  'apps/portal',
  'packages',
  'plugins',
  'yarn.lock',
  'app-config.yaml',
];

const IGNORED = new Set(['node_modules', 'dist', 'dist-types', 'migrations']);

const isBackend = (name: string): boolean => /-backend(-|$)/.test(name);

const sourceFiles = async (entry: string): Promise<string[]> => {
  const absolute = path.join(repositoryRoot, entry);
  const stat = await fs.stat(absolute);
  if (stat.isFile()) return [entry];
  const names = await fs.readdir(absolute);
  const nested = await Promise.all(
    names
      .filter(name => !IGNORED.has(name) && !isBackend(name))
      .filter(name => !/\.test\.tsx?$/.test(name))
      .sort()
      .map(name => sourceFiles(path.join(entry, name))),
  );
  return nested.flat();
};

const hashOfSources = async (): Promise<string> => {
  const hash = createHash('sha256');
  const files = (await Promise.all(SOURCES.map(sourceFiles))).flat();
  for (const file of files) {
    hash.update(file);
    hash.update(await fs.readFile(path.join(repositoryRoot, file)));
  }
  return hash.digest('hex');
};

const readStamp = async (): Promise<string | undefined> => {
  try {
    return await fs.readFile(stampFile, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
};

const runBuild = (logFile: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const log = createWriteStream(logFile);
    const child = spawn(
      process.execPath,
      [
        path.join(
          repositoryRoot,
          'node_modules/@backstage/cli/bin/backstage-cli',
        ),
        'package',
        'build',
      ],
      {
        cwd: portalDir,
        env: { ...process.env, NODE_ENV: 'production' },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
    child.once('close', code => {
      log.end(() => {
        if (code === 0) resolve();
        else {
          reject(
            new EtudeError(
              `The frontend could not be built (exit code ${code}). The output is in ${logFile}.`,
              { code: 'ETUDE_PORTAL_BUILD_FAILED', kind: 'bug' },
            ),
          );
        }
      });
    });
  });

/**
 * Builds the frontend unless what it is made of has not changed; returns
 * whether it had to.
 */
export const buildPortal = async (): Promise<'built' | 'unchanged'> => {
  const wanted = await hashOfSources();
  if ((await readStamp()) === wanted) return 'unchanged';
  await fs.rm(distDir, { recursive: true, force: true });
  await runBuild(path.join(etudeDirectory, 'portal-build.log'));
  await fs.writeFile(stampFile, wanted);
  return 'built';
};
