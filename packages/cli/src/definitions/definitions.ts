import { readFile, writeFile } from 'node:fs/promises';
import { EtudeError } from '@etude/kernel';
import { z } from 'zod';
import { parseOptions } from '../options';
import { callPortal } from '../portal/call-portal';
import type { Portal } from '../portal/call-portal';
import { PORTAL_OPTIONS, portalOf } from '../portal/portal-options';
import { print } from '../print';

const fileSchema = z.object({ text: z.string() });

const appliedSchema = z.object({
  isApplied: z.boolean(),
  changes: z.array(
    z.object({
      kind: z.string(),
      id: z.string(),
      change: z.enum(['create', 'update', 'none']),
      problems: z.array(z.object({ message: z.string() })),
    }),
  ),
  ignoredExperiments: z.array(z.string()),
});

type Applied = z.infer<typeof appliedSchema>;

const misused = (message: string): EtudeError =>
  new EtudeError(`${message} See ./etude definitions --help.`, {
    code: 'ETUDE_CLI_OPTION',
    kind: 'user',
  });

const contentOf = async (file: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new EtudeError(
      `${file} cannot be read. Name a definitions.yaml that is there.`,
      { code: 'ETUDE_CLI_FILE', kind: 'user', cause },
    );
  }
};

const exportTo = async (portal: Portal, file?: string): Promise<number> => {
  const answer = await callPortal(portal, '/metrics/v1/definitions');
  const { text } = fileSchema.parse(answer);
  if (file === undefined) {
    print(text.trimEnd());
    return 0;
  }
  await writeFile(file, text);
  print(`${file} has what ${portal.url} defines.`);
  return 0;
};

const DONE = { create: 'created', update: 'changed', none: 'unchanged' };
const WOULD_BE = { create: 'new', update: 'changes', none: 'unchanged' };

const linesOf = ({ changes, isApplied, ignoredExperiments }: Applied) => [
  ...changes.flatMap(({ kind, id, change, problems }) => [
    `${problems.length > 0 ? 'refused' : (isApplied ? DONE : WOULD_BE)[change]}  ${kind} ${id}`,
    ...problems.map(({ message }) => `  ${message}`),
  ]),
  ...ignoredExperiments.map(
    id => `left alone  experiment ${id}: plan it in the portal`,
  ),
];

const outcomeOf = (
  { isApplied }: Applied,
  { refused, isTrial }: { refused: number; isTrial: boolean },
): string | undefined => {
  if (isTrial) return 'A trial: nothing was changed.';
  if (refused === 0) return undefined;
  return isApplied
    ? 'What is refused was left out, the rest is done. Mend it and apply the file again.'
    : 'Nothing was changed. Mend what is refused and apply the file again.';
};

const applyFile = async (
  portal: Portal,
  file: string,
  isTrial: boolean,
): Promise<number> => {
  const body = { text: await contentOf(file), isTrial };
  const applied = appliedSchema.parse(
    await callPortal(portal, '/metrics/v1/definitions:apply', {
      method: 'POST',
      body,
    }),
  );
  for (const line of linesOf(applied)) print(line);
  const refused = applied.changes.filter(({ problems }) => problems.length > 0);
  const outcome = outcomeOf(applied, { refused: refused.length, isTrial });
  if (outcome !== undefined) print(outcome);
  return refused.length > 0 ? 1 : 0;
};

/**
 * Brings definitions as code into a portal (`apply`), or out of it (`export`).
 * The exit code is 1 when the portal refused some of them.
 */
export const definitions = async (argv: readonly string[]): Promise<number> => {
  const { values, positionals } = parseOptions(argv, 'definitions', {
    ...PORTAL_OPTIONS,
    trial: { type: 'boolean' },
  });
  const [verb, file, ...more] = positionals;
  if (more.length > 0) throw misused('Name one file.');
  const portal = portalOf(values, 'definitions');
  if (!portal) throw misused('Say which portal: --portal URL.');
  if (verb === 'export') return exportTo(portal, file);
  if (verb !== 'apply') {
    throw misused(
      `'${verb ?? ''}' cannot be done with definitions; 'apply' and 'export' can.`,
    );
  }
  if (file === undefined) throw misused('Name the file to apply.');
  return applyFile(portal, file, values.trial === true);
};
