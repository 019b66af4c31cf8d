import { finishedErasures, requestErasure } from '@etude/events';
import type { ErasureReport } from '@etude/events';
import { EtudeError } from '@etude/kernel';
import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { parseOptions } from '../options';
import { ownLayout } from '../start/layout';

const WAIT_MS = 500;

const refuse = (message: string): EtudeError =>
  new EtudeError(message, { code: 'ETUDE_CLI_OPTION', kind: 'user' });

const finished = async (
  lakeDir: string,
  id: string,
): Promise<ErasureReport> => {
  for (;;) {
    const reports = await finishedErasures(lakeDir);
    const report = reports.find(entry => entry.id === id);
    if (report) return report;
    await delay(WAIT_MS);
  }
};

const reportText = ({ rows, rejectedLines, id }: ErasureReport): string =>
  `Forgotten: ${rows.assignments} assignments, ${rows.events} events, ${rejectedLines} rejected lines (request ${id}).\n`;

/** `./etude lake forget`: asks the compactor of a lake to forget a unit. */
export const forget = async (argv: readonly string[]): Promise<number> => {
  const { values } = parseOptions(argv, 'lake', {
    unit: { type: 'string' },
    lake: { type: 'string', default: ownLayout.lakeDir },
    by: { type: 'string' },
    wait: { type: 'boolean', default: false },
  });
  const { unit, lake } = values;
  if (unit === undefined || unit === '') {
    throw refuse('No unit is named. Give the id of the unit with --unit.');
  }
  if (!existsSync(lake)) {
    throw refuse(
      `There is no lake in '${lake}'. Name the folder of the compactor's ETUDE_LAKE_DIR with --lake.`,
    );
  }
  const { id } = await requestErasure(lake, {
    unit,
    requestedAt: new Date().toISOString(),
    requestedBy: values.by ?? userInfo().username,
  });
  process.stdout.write(
    `Asked for (request ${id}). The compactor forgets the unit within a minute or two, once what was logged before is in the lake.\n`,
  );
  if (values.wait) process.stdout.write(reportText(await finished(lake, id)));
  return 0;
};
