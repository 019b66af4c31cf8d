import { normalUpperQuantile, studentTUpperQuantile } from '@etude/stats';
import type { AnalysisContext } from '../analysis-context';
import type { Breakdown } from '../analysis-result';
import type { ComparedSamples } from '../metrics/compared-samples';
import { cellSamples } from '../metrics/metric-samples';
import type { Derivation, FigureExplanation } from './figure-explanation';
import { input, joined, step } from './figure-explanation';
import { liftDerivation } from './lift-derivation';
import { SOURCES } from './sources';

type Cell = {
  readonly breakdown: Breakdown;
  readonly name: string;
  readonly samples: ComparedSamples;
  /** Values of the dimension with this metric: what Bonferroni divides by. */
  readonly values: number;
  /** Two-sided level of the plan. */
  readonly alpha: number;
};

const samplesOf = (
  context: AnalysisContext,
  { dimension, value, metricId, variant }: Breakdown,
): ComparedSamples | undefined => {
  const { input: analysed, moments } = context;
  const slice = moments.dimensions.find(
    one => one.dimension === dimension && one.value === value,
  );
  const info = analysed.metricInfo.find(({ id }) => id === metricId);
  if (slice === undefined || info === undefined) return undefined;
  const samples = cellSamples(context, slice, { info, variant });
  return samples.ok ? samples.value : undefined;
};

const cellDerivation = ({
  samples,
  values,
  alpha,
  breakdown,
}: Cell): Derivation => {
  const { control, treatment, df } = samples;
  const level = alpha / values / 2;
  const isNormal = df === Infinity;
  const { difference } = breakdown;
  return {
    inputs: [
      input('n_C', control.n, 'Units of the control with this value'),
      input('m_C', control.mean, 'Their estimate'),
      input('v_C', control.variance, 'Variance of one of them'),
      input(
        'n_T',
        treatment.n,
        `Units of ${breakdown.variant} with this value`,
      ),
      input('m_T', treatment.mean, 'Their estimate'),
      input('v_T', treatment.variance, 'Variance of one of them'),
      input('alpha', alpha, 'Level of the plan, here two-sided'),
      input('values', values, 'Values of the dimension'),
      ...(isNormal ? [] : [input('df', df, 'Degrees of freedom')]),
    ],
    steps: [
      step('d', 'm_T - m_C', difference?.estimate ?? null),
      step('se', 'sqrt(v_C / n_C + v_T / n_T)', difference?.stdErr ?? null),
      isNormal
        ? step('q', 'z_upper(alpha / values / 2)', normalUpperQuantile(level))
        : step(
            'q',
            't_upper(alpha / values / 2, df)',
            studentTUpperQuantile(level, df),
          ),
    ],
  };
};

const identityOf = ({ breakdown, name }: Cell) => {
  const { dimension, value, metricId, variant } = breakdown;
  return {
    id: `breakdown/${dimension}/${value ?? ''}/${metricId}/${variant}`,
    title: `${name} in ${variant}, ${dimension} ${value ?? 'unknown'}`,
  };
};

const NOTE = 'Exploration: no part of any decision.';

const pValueFigures = (cell: Cell): readonly FigureExplanation[] => {
  const { difference, adjustedPValue } = cell.breakdown;
  if (difference === undefined || adjustedPValue === undefined) return [];
  const { id, title } = identityOf(cell);
  const { estimate, stdErr, pValue, ci } = difference;
  return [
    {
      id: `${id}/difference`,
      title: `${title}: difference and adjusted p-value`,
      value: adjustedPValue,
      interval: ci,
      unit: 'p-value',
      formula:
        'min(1, values · p), p two-sided of z = d / se; interval d ± q · se at alpha / values',
      ...joined(cellDerivation(cell), {
        inputs: [],
        steps: [
          step('lower', 'd - q * se', ci[0]),
          step('upper', 'd + q * se', ci[1]),
          step('z', 'd / se', estimate / stdErr),
          step(
            'p',
            cell.samples.df === Infinity
              ? '2 * Phi_upper(abs(z))'
              : '2 * T_upper(abs(z), df)',
            pValue,
          ),
          step('p_adjusted', 'min(1, values * p)', adjustedPValue),
        ],
      }),
      source: SOURCES.wald,
      note: NOTE,
    },
  ];
};

const liftFigures = (cell: Cell): readonly FigureExplanation[] => {
  const { lift } = cell.breakdown;
  if (lift === undefined) return [];
  const { id, title } = identityOf(cell);
  const alpha = cell.alpha / cell.values;
  const derivation = liftDerivation(cell.samples, lift, alpha);
  return [
    {
      id: `${id}/lift`,
      title: `${title}: lift`,
      value: lift.estimate,
      interval: lift.ci,
      unit: 'share',
      formula: `L = d / m_0 at alpha / values: ${derivation.formula}`,
      ...joined(cellDerivation(cell), {
        inputs: [
          input('m_0', cell.samples.baseline, 'Control mean, not adjusted'),
        ],
        steps: [...derivation.steps, step('lift', 'L', lift.estimate)],
      }),
      source: derivation.source,
      note: NOTE,
    },
  ];
};

// Cells of one table share it.
const tableOf = ({ dimension, metricId, variant }: Breakdown): string =>
  JSON.stringify([dimension, metricId, variant]);

/** A metric within a value of a dimension; empty while effects are closed. */
export const breakdownFigures = (
  context: AnalysisContext,
  breakdowns: readonly Breakdown[],
): readonly FigureExplanation[] => {
  const { metricInfo, plan } = context.input;
  const values = new Map<string, number>();
  for (const breakdown of breakdowns) {
    const table = tableOf(breakdown);
    values.set(table, (values.get(table) ?? 0) + 1);
  }
  return breakdowns.flatMap(breakdown => {
    const samples = samplesOf(context, breakdown);
    if (samples === undefined) return [];
    const info = metricInfo.find(({ id }) => id === breakdown.metricId);
    const cell: Cell = {
      breakdown,
      name: info?.name ?? breakdown.metricId,
      samples,
      values: values.get(tableOf(breakdown)) ?? 1,
      alpha: plan.design.alpha,
    };
    return [...pValueFigures(cell), ...liftFigures(cell)];
  });
};
