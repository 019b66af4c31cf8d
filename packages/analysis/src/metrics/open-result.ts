import type { Problem } from '@etude/kernel';
import type { ExperimentMetric } from '@etude/lifecycle';
import type {
  MetricBound,
  MetricOutcome,
  MetricPrecision,
  MetricResult,
  MetricSequence,
} from '../analysis-result';
import { designOfMetric, levelOf, mainTestOf } from '../decision/error-rates';
import { powerTargetOf } from '../required-units';
import type { ComparedSamples } from './compared-samples';
import { metricAdjustment, metricBayesian } from './metric-extras';
import { metricPrecision } from './metric-precision';
import type { PairUnits, PrecisionInput } from './pair-units';
import { pairUnits } from './pair-units';
import { zeroControlMean } from './metric-problem';
import type { AskedMetric } from './metric-question';
import { identityOf } from './metric-question';
import { metricSentence } from './metric-sentence';
import type { MetricTests } from './metric-tests';
import { liftFields } from './shown-lift';
import { projectedInstant, wholePerPair } from './projected-finish';

const isSignificant = (
  bounds: readonly MetricBound[],
  kind: MetricBound['kind'],
): boolean => bounds.some(bound => bound.kind === kind && bound.significant);

const outcomeOf = (
  metric: ExperimentMetric,
  bounds: readonly MetricBound[],
  powered: boolean | undefined,
): MetricOutcome => {
  if (isSignificant(bounds, 'inferiority')) return 'worse';
  if (isSignificant(bounds, 'superiority')) return 'better';
  if (isSignificant(bounds, 'non-inferiority')) return 'not-worse';
  const isWatchedOnly = mainTestOf(metric) === 'inferiority';
  if (isWatchedOnly || powered === true) return 'no-difference';
  return powered === undefined ? 'unknown' : 'not-enough-data';
};

const sequenceOf = ({
  main,
  difference,
}: MetricTests): MetricSequence | undefined => {
  const { level, history } = main;
  return level.method === 'once'
    ? undefined
    : {
        method: level.method,
        look: history.units.length + 1,
        informationFraction: level.informationFraction,
        criticalValue: level.criticalValue,
        ci: difference.ci,
        runningP: level.runningP,
      };
};

/** What is known of a metric before it is tested. */
export type KnownMetric = {
  readonly asked: AskedMetric;
  readonly samples: ComparedSamples;
  readonly pair: PairUnits;
  readonly problem: Problem | undefined;
  readonly precisionAt: (nominal: number) => MetricPrecision;
};

/** Units, needs and precision of a metric, by counts and spreads only. */
export const knownOf = (
  asked: AskedMetric,
  samples: ComparedSamples,
): KnownMetric => {
  const { metric, info, variant, context } = asked;
  const { input, design, unitsPerDay } = context;
  const precision: PrecisionInput = {
    metric,
    info,
    samples,
    design,
    plan: input.plan.design,
  };
  const pair = pairUnits(precision);
  const missing = (pair.requiredUnits ?? 0) - pair.units;
  const projectedFinishAt = projectedInstant(
    missing * wholePerPair(input.plan, variant),
    { now: input.now, unitsPerDay },
  );
  return {
    asked,
    samples,
    pair,
    problem:
      powerTargetOf(metric) !== undefined && samples.baseline === 0
        ? zeroControlMean(info.name)
        : undefined,
    precisionAt: nominal =>
      metricPrecision(precision, { pair, nominal, projectedFinishAt }),
  };
};

// The need of a group sequential metric is that of its last look. An earlier
// look has spent less of its level, so units that would be enough in the end
// may find little yet: then it takes those of the plan.
const neededAtLook = (
  { asked, pair }: KnownMetric,
  { main }: MetricTests,
  { currentPower }: MetricPrecision,
): PairUnits => {
  const { method, informationFraction } = main.level;
  const fraction = informationFraction ?? 1;
  const isInterim = method === 'group-sequential' && fraction < 1;
  const { powerPerMetric } = designOfMetric(asked.metric, asked.context.design);
  const isEnough = (currentPower ?? powerPerMetric) >= powerPerMetric;
  return isInterim && pair.powered === true && !isEnough
    ? {
        units: pair.units,
        requiredUnits: Math.ceil(pair.units / fraction),
        powered: false,
      }
    : pair;
};

const shareOf = ({ units, requiredUnits }: PairUnits): number | null =>
  requiredUnits === undefined ? null : units / requiredUnits;

/** A tested metric as it is shown when effects are open. */
export const openResult = (
  known: KnownMetric,
  tests: MetricTests,
): MetricResult => {
  const { asked, samples, problem, precisionAt } = known;
  const { metric, context } = asked;
  const { control, treatment } = samples;
  const { difference, lift, main, inferiority } = tests;
  const bound =
    main === inferiority
      ? [inferiority.bound]
      : [main.bound, inferiority.bound];
  const sequence = sequenceOf(tests);
  const { nominal } = main.level;
  const precision = precisionAt(nominal);
  const needed = neededAtLook(known, tests, precision);
  const result: MetricResult = {
    ...identityOf(asked),
    status: 'estimated',
    ...(problem === undefined ? {} : { problem }),
    control: { n: control.n, mean: control.mean },
    treatment: { n: treatment.n, mean: treatment.mean },
    difference,
    ...liftFields(asked.info.name, lift),
    ...(sequence === undefined ? {} : { sequence }),
    precision: { ...precision, share: shareOf(needed) },
    ...metricAdjustment(samples, 2 * nominal),
    ...metricBayesian(difference, metric.direction),
    bound,
    ...needed,
    outcome: outcomeOf(metric, bound, needed.powered),
    sentence: '',
  };
  const level = 1 - 2 * levelOf(metric, context.design);
  return { ...result, sentence: metricSentence(result, level) };
};
