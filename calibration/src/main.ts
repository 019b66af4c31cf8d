import { EtudeError } from '@etude/kernel';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { namedRandom } from './random/random';
import {
  calibrationDocument,
  describeFigure,
  documentWithTables,
  outdatedTables,
  strayTables,
} from './report/calibration-document';
import type { CalibrationTable } from './report/figure';
import { contradictionsOf, countClaims } from './report/judge-claim';
import { STUDIES } from './studies';
import type { Study } from './study';

const USAGE = `Simulates the shipped statistics and checks what they claim; about two minutes.

  --long        five times the replications, and writes docs/calibration.md
  --only ID     one table, printed; repeatable. With --long, only its section
                of the page is written.
  --help        this text
`;

const SEED = 20_260_301;
const LONG_FACTOR = 5;

const pageFile = join(__dirname, '..', '..', 'docs', 'calibration.md');

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const runStudy = (study: Study, factor: number): CalibrationTable => {
  const startedAt = process.cpuUsage();
  const { run, ...table } = study;
  const figures = run({
    random: namedRandom(SEED, study.id),
    replications: quick => quick * factor,
  });
  const seconds = process.cpuUsage(startedAt).user / 1e6;
  process.stderr.write(`${study.id} ${seconds.toFixed(1)} s\n`);
  return { ...table, figures };
};

const chosen = (ids: readonly string[]): readonly Study[] => {
  const unknown = ids.filter(id => !STUDIES.some(study => study.id === id));
  if (unknown.length > 0) {
    throw new EtudeError(
      `There is no table '${unknown.join("', '")}'. Tables: ${STUDIES.map(({ id }) => id).join(', ')}.`,
      { code: 'ETUDE_CALIBRATION_OPTION', kind: 'user' },
    );
  }
  return ids.length === 0
    ? STUDIES
    : STUDIES.filter(({ id }) => ids.includes(id));
};

const readPage = (): Promise<string> =>
  readFile(pageFile, 'utf8').catch((cause: unknown) => {
    throw new EtudeError(
      "docs/calibration.md cannot be read, so it cannot be compared. Write it with 'yarn calibrate --long'.",
      { code: 'ETUDE_CALIBRATION_PAGE', kind: 'user', cause },
    );
  });

/** What is wrong with these tables on the page; all of them: with the page. */
const pageProblems = async (
  tables: readonly CalibrationTable[],
): Promise<readonly string[]> => {
  const page = await readPage();
  const isAll = tables.length === STUDIES.length;
  const problems = [
    ...outdatedTables(page, tables),
    ...(isAll ? strayTables(page, tables) : []),
  ];
  return problems.map(
    problem =>
      `docs/calibration.md: ${problem}. Run 'yarn calibrate --long' and commit the page.`,
  );
};

const claimProblems = (
  tables: readonly CalibrationTable[],
): readonly string[] =>
  contradictionsOf(tables).map(
    ({ tableId, figure, pValue }) =>
      `${tableId}: ${describeFigure(figure)} contradicts its claim (p = ${pValue.toExponential(1)}).`,
  );

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      long: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    print(USAGE);
    return;
  }
  const only = values.only ?? [];
  const tables = chosen(only).map(study =>
    runStudy(study, values.long ? LONG_FACTOR : 1),
  );
  const document = calibrationDocument({ seed: SEED, tables });
  if (only.length > 0) print(document);
  if (values.long) {
    await writeFile(
      pageFile,
      only.length === 0
        ? document
        : documentWithTables(
            await readPage(),
            tables,
            STUDIES.map(({ id }) => id),
          ),
    );
  }
  const contradictions = claimProblems(tables);
  contradictions.forEach(print);
  const isAll = only.length === 0;
  const outdated = isAll || values.long ? await pageProblems(tables) : [];
  outdated.forEach(print);
  const problems = contradictions.length + outdated.length;
  print(
    `${countClaims(tables)} claims of ${tables.length} tables, ${problems} problems`,
  );
  if (problems > 0) process.exitCode = 1;
};

main().catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exitCode = 1;
});
