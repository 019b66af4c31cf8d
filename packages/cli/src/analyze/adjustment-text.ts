import type { AnalysisDocument } from './analysis-document';
import * as format from './format-figures';
import { textTable } from './text-table';
import { indented } from './wrapped-text';

/** What covariates did, or no lines without any. */
export const adjustmentText = (
  document: AnalysisDocument,
  variant: string,
): string[] => {
  const rows = document.metrics.flatMap(metric => {
    const { adjustment, difference } = metric;
    if (metric.variant !== variant) return [];
    if (adjustment === null || difference === null) return [];
    const { unadjusted } = adjustment;
    return [
      [
        metric.name,
        `${adjustment.covariates}${adjustment.dropped > 0 ? ` (${adjustment.dropped} dropped)` : ''}`,
        format.rate(adjustment.varianceReduction),
        format.absolute(difference.estimate),
        format.interval(difference.interval, format.absolute),
        format.absolute(unadjusted.estimate),
        format.interval(unadjusted.interval, format.absolute),
      ],
    ];
  });
  return rows.length === 0
    ? []
    : [
        `Variance reduction: ${variant}, differences with and without covariates`,
        ...indented(
          textTable(
            [
              [
                ...['metric', 'covariates', 'saved', 'with', 'interval'],
                ...['without', 'interval'],
              ],
              ...rows,
            ],
            ['left', 'right', 'right', 'right', 'left', 'right', 'left'],
          ),
        ),
      ];
};
