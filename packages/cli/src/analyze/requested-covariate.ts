import type { Result } from '@etude/kernel';
import { ok, refused } from '@etude/kernel';
import { nameList } from './input-table';
import { optionProblem } from './option-reader';
import type { RequestedMetric } from './requested-metric';

/**
 * What was known of a unit before exposure, for one metric: one column, or,
 * for a ratio, the numerator and the denominator of the time before.
 */
export type RequestedCovariate = {
  readonly metricId: string;
  readonly columns: readonly string[];
};

const refusal = (message: string) =>
  refused(optionProblem('--covariate', message));

/** The covariate that `METRIC=COLUMN` (a ratio: `COLUMN/COLUMN`) asks for. */
export const readRequestedCovariate = (
  text: string,
  metrics: readonly RequestedMetric[],
): Result<RequestedCovariate> => {
  // The longest name wins: a name may hold an equals sign itself.
  const metric = metrics
    .filter(({ metricId }) => text.startsWith(`${metricId}=`))
    .sort((a, b) => b.metricId.length - a.metricId.length)[0];
  if (metric === undefined) {
    return refusal(
      text.includes('=')
        ? `'${text}' goes with no metric of this command. Write METRIC=COLUMN with ${nameList(metrics.map(({ metricId }) => metricId))}, or name the metric by --success or --guardrail.`
        : `'${text}' says not which metric it goes with. Write METRIC=COLUMN.`,
    );
  }
  const { metricId } = metric;
  if (metric.quantile !== undefined) {
    return refusal(
      `'${text}' gives a covariate to a quantile, whose variance covariates do not reduce. Leave it out.`,
    );
  }
  const named = text.slice(metricId.length + 1);
  const columns = metric.ratio === undefined ? [named] : named.split('/');
  if (columns.includes('')) {
    return refusal(`'${text}' names no column. Write ${metricId}=COLUMN.`);
  }
  return columns.length > 2
    ? refusal(
        `'${text}' has ${columns.length} columns. Write ${metricId}=NUMERATOR/DENOMINATOR with the values of the time before exposure.`,
      )
    : ok({ metricId, columns });
};
