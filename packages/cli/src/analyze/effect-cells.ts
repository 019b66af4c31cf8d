import type { AnalysisDocument } from './analysis-document';
import * as format from './format-figures';
import { wrapped } from './wrapped-text';

type Metric = AnalysisDocument['metrics'][number];

/** A cell without a value. */
export const NONE = '–';

const typeOf = (document: AnalysisDocument, name: string) =>
  document.design.metrics.find(metric => metric.name === name)?.type ??
  'average';

/** An effect and its interval: relative where there is a lift. */
export const effectCells = ({
  lift,
  difference,
}: Pick<Metric, 'lift' | 'difference'>): [string, string] => {
  if (difference === null) return [NONE, NONE];
  return lift === null
    ? [
        format.absolute(difference.estimate),
        format.interval(difference.interval, format.absolute),
      ]
    : [
        format.relative(lift.estimate),
        format.interval(lift.interval, format.relative),
      ];
};

/** Why there is no estimate, or an estimate without a lift, as text. */
export const problemLines = (
  { problem, liftProblem }: Pick<Metric, 'problem' | 'liftProblem'>,
  about = '',
): string[] =>
  [problem, liftProblem].flatMap(found =>
    found === null ? [] : wrapped(`${about}${found.message}`, '  '),
  );

/** A mean as its metric shows it. */
export const meanCell = (
  document: AnalysisDocument,
  name: string,
  summary: { readonly mean: number } | null,
): string =>
  summary === null ? NONE : format.mean(summary.mean, typeOf(document, name));
