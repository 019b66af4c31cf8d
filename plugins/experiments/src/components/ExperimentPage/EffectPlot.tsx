import { intervalDomain, IntervalPlot } from '@etude/ui';
import type { IntervalOutcome } from '@etude/ui';
import type { MetricResult } from '../../experiment-types';
import { turnedEffect } from './turned-effect';

/** What is needed of a result to plot its effect. */
export type PlottedResult = Pick<
  MetricResult,
  'lift' | 'control' | 'direction' | 'mdeRelative' | 'nimRelative'
>;

const plottedOutcome = (outcome: MetricResult['outcome']): IntervalOutcome =>
  outcome === 'unknown' ? 'not-enough-data' : outcome;

/** One scale for the plots of a table, so that its rows can be compared. */
export const plotDomain = (
  results: readonly PlottedResult[],
): readonly [number, number] =>
  intervalDomain(
    results.flatMap(result => {
      const effect = turnedEffect(result);
      return effect
        ? [
            effect.estimate,
            ...effect.interval,
            effect.mde,
            effect.nonInferiorityMargin,
          ]
        : [];
    }),
  );

export type EffectPlotProps = {
  readonly result: PlottedResult;
  readonly outcome: MetricResult['outcome'];
  readonly domain: readonly [number, number];
  /** The row in words, for those who do not see it. */
  readonly label: string;
};

/** A relative effect with its interval, right is better; none without a lift. */
export const EffectPlot = (props: EffectPlotProps) => {
  const { result, outcome, domain, label } = props;
  const effect = turnedEffect(result);
  if (!effect) return null;
  const { mde, nonInferiorityMargin } = effect;
  return (
    <IntervalPlot
      estimate={effect.estimate}
      interval={effect.interval}
      outcome={plottedOutcome(outcome)}
      domain={domain}
      label={label}
      width={176}
      {...(mde === undefined ? {} : { mde })}
      {...(nonInferiorityMargin === undefined ? {} : { nonInferiorityMargin })}
    />
  );
};
