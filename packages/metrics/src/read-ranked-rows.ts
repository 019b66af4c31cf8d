import type { AnswerRow } from './answer-row';
import type {
  ComputationResult,
  FunnelStepRow,
  QuantileRow,
} from './computation-result';

type RowOf<K extends AnswerRow['kind']> = Extract<AnswerRow, { kind: K }>;

/** What percentile caps came to, by metric. */
export const readCaps = (
  answers: readonly AnswerRow[],
): ComputationResult['caps'] =>
  Object.fromEntries(
    answers.flatMap(row =>
      row.kind === 'cap' ? [[row.metric_id, row.mean] as const] : [],
    ),
  );

/** Units by step of funnels. */
export const readFunnelSteps = (
  answers: readonly AnswerRow[],
): FunnelStepRow[] =>
  answers.flatMap(row =>
    row.kind === 'step'
      ? [
          {
            metricId: row.metric_id,
            variant: row.variant,
            exposureDate: row.exposure_date,
            step: row.left_index,
            units: row.n,
          },
        ]
      : [],
  );

const eventsOf = (rows: readonly RowOf<'cluster'>[]) => {
  const [below, events, products] = [0, 1, 2].map(index =>
    rows.find(row => row.left_index === index),
  );
  if (!below || !events || !products) return undefined;
  // One unit has no variance, which the analysis refuses by name.
  return {
    units: below.n,
    meanBelow: below.mean,
    meanEvents: events.mean,
    varianceBelow: below.variance ?? Number.NaN,
    varianceEvents: events.variance ?? Number.NaN,
    covariance: products.variance ?? Number.NaN,
  };
};

/** Quantiles with their bounds and, of events, how they cluster. */
export const readQuantiles = (answers: readonly AnswerRow[]): QuantileRow[] => {
  const rows = answers.filter(
    (row): row is RowOf<'quantile'> | RowOf<'cluster'> =>
      row.kind === 'quantile' || row.kind === 'cluster',
  );
  const groups = Map.groupBy(rows, row =>
    JSON.stringify([row.metric_id, row.variant]),
  );
  return [...groups.values()].flatMap(group => {
    const [value, lower, upper] = [0, 1, 2].map(index =>
      group.find(row => row.kind === 'quantile' && row.left_index === index),
    );
    if (!value || !lower || !upper) return [];
    const events = eventsOf(group.filter(row => row.kind === 'cluster'));
    return [
      {
        metricId: value.metric_id,
        variant: value.variant,
        n: value.n,
        value: value.mean,
        lower: lower.mean,
        upper: upper.mean,
        ...(events === undefined ? {} : { events }),
      },
    ];
  });
};
