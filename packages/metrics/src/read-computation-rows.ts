import { EtudeError } from '@etude/kernel';
import type { AnswerRow, ComputationRow } from './answer-row';
import { parseRow } from './answer-row';
import type {
  CompanionMoments,
  ComputationResult,
  MomentsRow,
  TrafficRow,
} from './computation-result';
import { mergeCells } from './merge-cells';
import { readCaps, readFunnelSteps, readQuantiles } from './read-ranked-rows';

const cellKey = (row: {
  readonly metric_id: string;
  readonly variant: string;
  readonly exposure_date: string | null;
  readonly dimension?: string | null;
  readonly dimension_value?: string | null;
}): string =>
  JSON.stringify([
    row.metric_id,
    row.variant,
    row.exposure_date,
    row.dimension ?? null,
    row.dimension_value ?? null,
  ]);

type CompanionRow = Extract<AnswerRow, { kind: 'companion' }>;

/** The companions of each cell, their covariances in order of the indices. */
const readCompanions = (
  answers: readonly AnswerRow[],
): ReadonlyMap<string, CompanionMoments> => {
  const rows = answers
    .filter((row): row is CompanionRow => row.kind === 'companion')
    .sort(
      (a, b) => a.left_index - b.left_index || a.right_index - b.right_index,
    );
  return new Map(
    [...Map.groupBy(rows, cellKey)].map(([key, cell]) => [
      key,
      {
        means: cell
          .filter(row => row.left_index === row.right_index)
          .map(({ mean }) => mean),
        comoments: cell.map(row => (row.variance ?? 0) * (row.n - 1)),
      },
    ]),
  );
};

/** `n` units of which everything measured on those of a cell is 0. */
const zerosLike = (cell: MomentsRow, n: number): MomentsRow => ({
  ...cell,
  n,
  mean: 0,
  m2: 0,
  ...(cell.companions === undefined
    ? {}
    : {
        companions: {
          means: cell.companions.means.map(() => 0),
          comoments: cell.companions.comoments.map(() => 0),
        },
      }),
});

/** A cell of no unit, with as many companions as the others of its metric. */
const emptyCell = (
  row: Extract<AnswerRow, { kind: 'eligible' }>,
  kind: 'moments' | 'uncapped',
): MomentsRow => {
  const companions = kind === 'moments' ? (row.left_index ?? 0) : 0;
  const pairs = ((companions + 1) * (companions + 2)) / 2;
  return {
    metricId: row.metric_id,
    variant: row.variant,
    exposureDate: row.exposure_date,
    n: 0,
    mean: 0,
    m2: 0,
    ...(companions === 0
      ? {}
      : {
          companions: {
            means: Array.from({ length: companions }, () => 0),
            comoments: Array.from({ length: pairs - 1 }, () => 0),
          },
        }),
  };
};

/**
 * Moments with zeros filled in: the units that may enter a metric but have no
 * fact are merged as a set of zeros, so nothing is lost to cancellation.
 */
const readMoments = (
  answers: readonly AnswerRow[],
  kind: 'moments' | 'uncapped',
): MomentsRow[] => {
  const cells = new Map<string, MomentsRow>();
  const companions =
    kind === 'moments' ? readCompanions(answers) : new Map<string, never>();
  for (const row of answers) {
    if (row.kind !== kind) continue;
    const companion = companions.get(cellKey(row));
    cells.set(cellKey(row), {
      metricId: row.metric_id,
      variant: row.variant,
      exposureDate: row.exposure_date,
      n: row.n,
      mean: row.mean,
      m2: (row.variance ?? 0) * (row.n - 1),
      ...(companion === undefined ? {} : { companions: companion }),
      ...(row.dimension === null
        ? {}
        : { dimension: { name: row.dimension, value: row.dimension_value } }),
    });
  }
  for (const row of answers) {
    if (row.kind !== 'eligible') continue;
    if (kind === 'uncapped' && row.right_index === null) continue;
    const key = cellKey(row);
    const known = cells.get(key) ?? emptyCell(row, kind);
    cells.set(key, mergeCells(zerosLike(known, row.n - known.n), known));
  }
  return [...cells.values()];
};

const single = <K extends 'exposed' | 'crossover'>(
  answers: readonly AnswerRow[],
  kind: K,
): Extract<AnswerRow, { kind: K }> => {
  const found = answers.filter(
    (row): row is Extract<AnswerRow, { kind: K }> => row.kind === kind,
  );
  const [row] = found;
  if (row !== undefined && found.length === 1) return row;
  throw new EtudeError(
    `The warehouse answered a computation with ${found.length} rows of kind '${kind}' instead of one. Please report this.`,
    { code: 'ETUDE_COMPUTATION_ROW', kind: 'bug', details: { kind } },
  );
};

/**
 * The result of a computation from the rows that a warehouse gave for
 * {@link computationQuery}; `sql` is the text that ran, kept for the reader.
 *
 * @throws ETUDE_COMPUTATION_ROW, ETUDE_METRIC_NOT_FINITE
 */
export const readComputationRows = (
  rows: readonly ComputationRow[],
  sql: string,
): ComputationResult => {
  const answers = rows.map(parseRow);
  const exposed = single(answers, 'exposed');
  const traffic = answers.flatMap((row): TrafficRow[] =>
    row.kind === 'traffic'
      ? [
          {
            variant: row.variant,
            exposureDate: row.exposure_date,
            units: row.n,
          },
        ]
      : [],
  );
  return {
    moments: readMoments(answers, 'moments'),
    uncapped: readMoments(answers, 'uncapped'),
    caps: readCaps(answers),
    quantiles: readQuantiles(answers),
    funnelSteps: readFunnelSteps(answers),
    traffic,
    crossoverUnits: single(answers, 'crossover').n,
    totalUnits: exposed.n,
    firstExposureAt: exposed.first_at,
    lastExposureAt: exposed.last_at,
    sql,
  };
};
