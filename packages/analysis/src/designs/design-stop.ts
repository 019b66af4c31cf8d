import { dayOf, startOfDay } from '@etude/kernel';
import type { ExperimentMetric } from '@etude/lifecycle';
import { fixedPowerLook, fixedWidthLook } from '@etude/stats';
import type { AnalysisContext } from '../analysis-context';
import type { AnalysisInput } from '../analysis-input';
import { designOfMetric, levelOf, mainTestOf } from '../decision/error-rates';
import type { ComparedSamples } from '../metrics/compared-samples';
import { metricSamples } from '../metrics/metric-samples';
import type { MomentsIndex } from '../metrics/moments-index';
import { indexMoments } from '../metrics/moments-index';
import { powerTargetOf } from '../required-units';

/** The first day that is not complete: today, or that of the last data. */
const completeUntil = ({ now, dataUntil, plan }: AnalysisInput): string => {
  const today = dayOf(now, plan.timeZone);
  const dataDay =
    dataUntil === undefined ? today : dayOf(dataUntil, plan.timeZone);
  return dataDay < today ? dataDay : today;
};

type Complete = {
  readonly context: AnalysisContext;
  readonly moments: MomentsIndex;
};

type Watched = {
  readonly metric: ExperimentMetric;
  readonly variant: string;
  readonly samples: ComparedSamples;
  readonly events?: readonly [control: number, treatment: number];
};

// Undefined as soon as one of them has no result: then nothing may stop.
const watchedMetrics = (complete: Complete): readonly Watched[] | undefined => {
  const { moments } = complete;
  const { input } = complete.context;
  const { metrics, variants, controlVariant } = input.plan;
  const treatments = variants.filter(({ id }) => id !== controlVariant);
  const watched: Watched[] = [];
  for (const metric of metrics) {
    if (mainTestOf(metric) === 'inferiority') continue;
    const info = input.metricInfo.find(({ id }) => id === metric.metricId);
    for (const { id: variant } of treatments) {
      if (info === undefined) return undefined;
      const samples = metricSamples({ input, moments }, info, variant);
      if (!samples.ok) return undefined;
      watched.push({
        metric,
        variant,
        samples: samples.value,
        ...(info.type === 'proportion'
          ? { events: eventsOf(samples.value) }
          : {}),
      });
    }
  }
  return watched;
};

// The rarer of the two outcomes of a yes/no metric.
const eventsOf = ({ control, treatment, unadjusted }: ComparedSamples) => {
  const count = ({ n, mean }: ComparedSamples['control']): number =>
    Math.round(n * Math.min(mean, 1 - mean));
  return [
    count(unadjusted?.control ?? control),
    count(unadjusted?.treatment ?? treatment),
  ] as const;
};

/** Units exposed by the end of the last complete day. */
const completeUnits = ({ traffic }: AnalysisInput, until: string): number =>
  traffic
    .filter(({ exposureDate }) => exposureDate === null || exposureDate < until)
    .reduce((sum, { units }) => sum + units, 0);

const isMet = (complete: Complete, until: string): boolean => {
  const { input, design } = complete.context;
  const plan = input.plan.design;
  if (plan.kind !== 'fixed-power' && plan.kind !== 'fixed-width') return false;
  const watched = watchedMetrics(complete);
  if (watched === undefined) return false;
  const units = completeUnits(input, until);
  const moment = {
    // Whether there is a complete day decides; how units came to be there is
    // read by a projection that is made elsewhere.
    unitsByCompleteDay: units > 0 ? [units] : [],
    burnIn: plan.burnInUnits === undefined ? {} : { units: plan.burnInUnits },
  };
  const shared = watched.map(({ metric, variant, samples, events }) => ({
    id: `${metric.metricId} ${variant}`,
    control: samples.control,
    treatment: samples.treatment,
    baselineMean: samples.baseline,
    alpha: levelOf(metric, design),
    power: designOfMetric(metric, design).powerPerMetric,
    sides: 1 as const,
    mdeRelative: powerTargetOf(metric) ?? Number.NaN,
    ...(events === undefined ? {} : { events }),
  }));
  const look =
    plan.kind === 'fixed-power'
      ? fixedPowerLook({ ...moment, metrics: shared })
      : fixedWidthLook({
          ...moment,
          metrics: shared.map(metric => ({
            ...metric,
            widthRelative: plan.widthRelative,
          })),
        });
  return look.ok && look.value.mayStop;
};

/**
 * When the stopping rule of a fixed-power or fixed-width design was first
 * met: on the first complete day (of the plan's zone) on which every metric that decides is
 * precise enough in every variant, after a burn-in. It reads counts and
 * spreads, never an effect, so that the ordinary test is valid at the stop.
 * Source: Nordin & Schultzberg 2024, arXiv 2405.03487.
 *
 * Undefined before, for other designs, and without a metric to be precise
 * about. Once met it stays met: an earlier look remembers it.
 */
export const precisionStopAt = (
  context: AnalysisContext,
): string | undefined => {
  const { input } = context;
  const { kind } = input.plan.design;
  if (kind !== 'fixed-power' && kind !== 'fixed-width') return undefined;
  const earlier = input.pastLooks?.find(
    ({ stopReachedAt }) => stopReachedAt !== undefined,
  );
  if (earlier !== undefined) return earlier.stopReachedAt;
  const until = completeUntil(input);
  const moments = indexMoments(
    input.moments.filter(
      ({ exposureDate, dimension }) =>
        dimension === undefined &&
        (exposureDate === null || exposureDate < until),
    ),
  );
  return isMet({ context, moments }, until)
    ? startOfDay(until, input.plan.timeZone)
    : undefined;
};
