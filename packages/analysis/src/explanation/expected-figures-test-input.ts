import type {
  AnalysisResult,
  Interval,
  MetricResult,
} from '../analysis-result';
import type { FigureExplanation } from './figure-explanation';
import { NotAFormula, evaluated } from './formula-evaluator';

// Where no closed form exists the formula is a sentence; nowhere else.
const SENTENCES = new Set([
  'c',
  'theta1',
  'theta2',
  'missing',
  'health/exposure-gaps p',
]);
const isSentenceAllowed = (
  { id }: FigureExplanation,
  name: string,
  isTree: boolean,
): boolean =>
  SENTENCES.has(name) ||
  SENTENCES.has(`${id} ${name}`) ||
  (name === 'n_power' && id.endsWith('/required-units')) ||
  (isTree && id === 'design/levels');

const SCALE: Readonly<Record<string, number>> = { 'p-value': 0, level: 0 };

// Relative to 1e-9; cancellation of a small effect is measured against 1.
const isClose = (
  actual: number,
  expected: number,
  unit: FigureExplanation['unit'],
): boolean =>
  Math.abs(actual - expected) <=
  1e-9 * Math.max(Math.abs(expected), (SCALE[unit] ?? 1) * 1e-4);

const numberOf = (value: number | string): number =>
  typeof value === 'number' ? value : Date.parse(value);

/** Steps of a figure whose formula does not give their value, and why. */
export const wrongSteps = (
  figure: FigureExplanation,
  isTree: boolean,
): readonly string[] => {
  const names = new Map<string, number>();
  const wrong: string[] = [];
  for (const { name, value } of figure.inputs) {
    if (names.has(name)) wrong.push(`${figure.id}: ${name} is there twice`);
    names.set(name, numberOf(value));
  }
  for (const { name, formula, value } of figure.steps) {
    if (names.has(name)) wrong.push(`${figure.id}: ${name} is there twice`);
    names.set(name, value ?? Infinity);
    try {
      const found = evaluated(formula, names);
      if (
        value === null
          ? Number.isFinite(found)
          : !isClose(found, value, figure.unit)
      ) {
        wrong.push(
          `${figure.id}: ${name} = ${formula} = ${found}, not ${value}`,
        );
      }
    } catch (error) {
      if (!(error instanceof NotAFormula)) throw error;
      if (!isSentenceAllowed(figure, name, isTree)) {
        wrong.push(`${figure.id}: ${name} has no formula: ${error.message}`);
      }
    }
  }
  return wrong;
};

const stepOf = ({ steps }: FigureExplanation, name: string) =>
  steps.find(step => step.name === name)?.value;

/** The interval of a figure as its last steps have it. */
export const endsOf = (figure: FigureExplanation): Interval | undefined => {
  const { interval } = figure;
  if (interval === undefined) return undefined;
  const bound = stepOf(figure, 'bound');
  if (bound === undefined) {
    return [stepOf(figure, 'lower') ?? null, stepOf(figure, 'upper') ?? null];
  }
  return interval[0] === null ? [null, bound] : [bound, null];
};

export type ExpectedFigures = Record<
  string,
  number | null | undefined | Interval
>;

const targetOf = ({ role, mdeRelative, nimRelative }: MetricResult) => {
  if (role === 'deterioration') return undefined;
  return role === 'success' ? mdeRelative : nimRelative;
};

const ofMetric = (result: MetricResult): ExpectedFigures => {
  const { difference, lift, precision, sequence } = result;
  const bounds: ExpectedFigures = Object.fromEntries<Interval | number>(
    (result.bound ?? []).flatMap(({ kind, pValue, ci }) => [
      [kind, pValue],
      [`${kind} interval`, ci],
    ]),
  );
  return {
    'control-mean': result.control?.mean,
    'treatment-mean': result.treatment?.mean,
    difference: difference?.estimate,
    'p-value': difference?.pValue,
    'interval interval': difference?.ci,
    interval: difference === undefined ? undefined : null,
    lift: lift?.estimate,
    'lift-interval': lift === undefined ? undefined : null,
    'lift-interval interval': lift?.ci,
    ...bounds,
    'required-units': result.requiredUnits,
    'current-power': precision?.currentPower ?? undefined,
    'powered-effect': precision?.poweredEffectRelative ?? undefined,
    width: precision?.widthRelative,
    'planned-effect': precision && targetOf(result),
    adjustment: result.adjustment?.varianceReduction,
    unadjusted: result.adjustment?.unadjusted.estimate,
    'unadjusted interval': result.adjustment?.unadjusted.ci,
    sequence:
      sequence?.method === 'always-valid'
        ? sequence.runningP
        : sequence?.criticalValue,
    bayesian: result.bayesian?.chanceToWin,
    'bayesian interval': result.bayesian?.credibleInterval,
  };
};

const ofBreakdown = ({
  dimension,
  value,
  metricId,
  variant,
  ...cell
}: AnalysisResult['breakdowns'][number]): readonly (readonly [
  string,
  ExpectedFigures[string],
])[] => {
  const id = `breakdown/${dimension}/${value ?? ''}/${metricId}/${variant}`;
  return [
    [`${id}/difference`, cell.adjustedPValue],
    [`${id}/difference interval`, cell.difference?.ci],
    [`${id}/lift`, cell.lift?.estimate],
    [`${id}/lift interval`, cell.lift?.ci],
  ];
};

const MS_PER_HOUR = 3_600_000;

// An instant has whole milliseconds, what leads to it has not.
const isFinish = ({ id }: FigureExplanation): boolean => id.endsWith('/finish');

/** When units will be there, to the second, by the id of the explanation. */
export const finishesOf = (result: AnalysisResult): ExpectedFigures =>
  Object.fromEntries(
    result.metrics.flatMap(({ metricId, variant, precision }) => {
      const at = precision?.projectedFinishAt ?? null;
      const id = `metric/${metricId}/${variant}/finish`;
      return at === null ? [] : [[id, Math.round(Date.parse(at) / 1_000)]];
    }),
  );

/** The same as explanations tell it. */
export const explainedFinishes = (
  explained: readonly FigureExplanation[],
  now: string,
): ExpectedFigures =>
  Object.fromEntries(
    explained.filter(isFinish).map(({ id, value }) => {
      const at = Date.parse(now) + (value ?? Number.NaN) * MS_PER_HOUR;
      return [id, Math.round(at / 1_000)];
    }),
  );

/** Every other figure a screen can show of a result, by its explanation. */
export const figuresOf = (result: AnalysisResult): ExpectedFigures => {
  const metrics = result.metrics.flatMap(metric =>
    Object.entries(ofMetric(metric)).map(
      ([figure, value]) =>
        [
          `metric/${metric.metricId}/${metric.variant}/${figure}`,
          value,
        ] as const,
    ),
  );
  return {
    ...Object.fromEntries(metrics.filter(([, value]) => value !== undefined)),
    ...Object.fromEntries(
      result.monitors.map(({ metricId, variant, looks }) => [
        `monitor/${metricId}/${variant}`,
        looks,
      ]),
    ),
    ...Object.fromEntries(
      result.health.map(({ id, figure }) => [
        `health/${id}`,
        figure?.value ?? null,
      ]),
    ),
    ...Object.fromEntries<ExpectedFigures[string]>(
      result.breakdowns.flatMap(ofBreakdown),
    ),
    'design/levels': result.design.alphaSuccess,
    progress: result.progress.share,
  };
};

/** What explanations tell, by the id of the figure. */
export const explainedFigures = (
  explained: readonly FigureExplanation[],
): ExpectedFigures =>
  Object.fromEntries<ExpectedFigures[string]>(
    explained
      .filter(one => !isFinish(one))
      .flatMap(({ id, value, interval }) => [
        [id, value] as const,
        ...(interval === undefined
          ? []
          : ([[`${id} interval`, interval]] as const)),
      ]),
  );
