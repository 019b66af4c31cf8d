import path from 'node:path';
import { EtudeError } from '@etude/kernel';
import { parseOptions } from '../options';
import { PORTAL_OPTIONS, portalOf } from '../portal/portal-options';
import { print } from '../print';
import { findReferences } from './find-references';
import type { CodeReference } from './find-references';
import { listFlagIds, uploadReferences } from './portal-flags';
import { gitOutput, textFiles } from './text-files';

/** The portal keeps at most so many of one flag and repository. */
const MAX_REFERENCES = 1000;

const misused = (message: string): EtudeError =>
  new EtudeError(`${message} See ./etude flags --help.`, {
    code: 'ETUDE_CLI_OPTION',
    kind: 'user',
  });

/** Where the text files of `folder` name each of `flags`, in order of paths. */
export const scanFolder = async (
  folder: string,
  flags: readonly string[],
): Promise<Map<string, CodeReference[]>> => {
  const wanted = new Set(flags);
  const found = new Map<string, CodeReference[]>(
    [...wanted].sort().map(flag => [flag, []]),
  );
  for await (const file of textFiles(folder)) {
    for (const [flag, references] of findReferences(file, wanted)) {
      found.get(flag)?.push(...references);
    }
  }
  return found;
};

const optionsOf = (argv: readonly string[]) => {
  const { values, positionals } = parseOptions(argv, 'flags', {
    flag: { type: 'string', multiple: true },
    ...PORTAL_OPTIONS,
    repository: { type: 'string' },
    revision: { type: 'string' },
  });
  const [folder, ...more] = positionals;
  if (folder === undefined || more.length > 0) {
    throw misused('Name one folder to scan.');
  }
  return { ...values, folder: path.resolve(folder) };
};

const withoutCredentials = (remote: string): string =>
  remote.replace(/^(\w+:\/\/)[^@/]*@/, '$1').replace(/\.git$/, '');

const originOf = async (options: ReturnType<typeof optionsOf>) => {
  const { folder } = options;
  const remote = await gitOutput(folder, ['remote', 'get-url', 'origin']);
  const commit = await gitOutput(folder, ['rev-parse', 'HEAD']);
  return {
    repository:
      options.repository ??
      (remote === undefined
        ? path.basename(folder)
        : withoutCredentials(remote.trim())),
    revision: options.revision ?? commit?.trim() ?? 'unversioned',
  };
};

/**
 * Looks for flags in the text files of a folder; prints where they are as
 * JSON, or tells a portal.
 */
export const scan = async (argv: readonly string[]): Promise<number> => {
  const options = optionsOf(argv);
  const portal = portalOf(options, 'flags');
  const flags = options.flag ?? (portal ? await listFlagIds(portal) : []);
  if (flags.length === 0) {
    throw misused(
      portal
        ? 'The portal has no active flag to look for.'
        : 'Say which flags to look for: --flag KEY, or --portal URL for all.',
    );
  }
  const found = await scanFolder(options.folder, flags);
  const origin = await originOf(options);
  if (!portal) {
    const listed = [...found].map(([flag, references]) => ({
      flag,
      references,
    }));
    print(JSON.stringify({ ...origin, flags: listed }, undefined, 2));
    return 0;
  }
  let total = 0;
  for (const [flag, references] of found) {
    total += references.length;
    await uploadReferences(portal, flag, {
      ...origin,
      references: references.slice(0, MAX_REFERENCES),
    });
  }
  print(
    `${found.size} flags looked for in ${origin.repository}: ${total} references told to ${portal.url}.`,
  );
  return 0;
};
