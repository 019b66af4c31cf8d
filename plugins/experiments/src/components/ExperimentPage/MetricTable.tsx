import { Flex } from '@backstage/ui';
import { formatEffectPercent } from '@etude/ui';
import type { Analysis, MetricResult } from '../../experiment-types';
import { plotDomain } from './EffectPlot';
import { FiguresByMetric } from './FiguresByMetric';
import type { ComparedMetrics } from './FiguresByMetric';
import { metricColumns } from './metric-columns';

export type MetricTableProps = ComparedMetrics & {
  readonly design: Analysis['design'];
};

const intervalCaption = (metrics: readonly MetricResult[]): string => {
  const sequence = metrics.find(metric => metric.sequence)?.sequence;
  if (!sequence) {
    return 'Intervals are for this one look, at the level of each metric.';
  }
  return sequence.method === 'group-sequential'
    ? 'Intervals are repeated intervals: all looks of a metric hold together, however early one stops. The adjusted level is what this look may spend.'
    : 'Intervals are always valid: they hold together at every look, however many there are.';
};

const withoutFigures = (result: MetricResult): string | undefined =>
  result.status === 'estimated' ? undefined : result.sentence;

/** Every metric of every variant on one common scale, right is better. */
export const MetricTable = ({
  metrics,
  controlVariant,
  design,
}: MetricTableProps) => {
  const domain = plotDomain(metrics);
  const variants = new Set(metrics.map(({ variant }) => variant));
  return (
    <Flex direction="column" gap="2">
      <FiguresByMetric
        label="Metrics"
        columns={metricColumns(domain, design)}
        metrics={metrics}
        controlVariant={controlVariant}
        insteadOfFigures={withoutFigures}
        caption={
          <>
            Plots are turned so that right is always better, on one scale from{' '}
            {formatEffectPercent(domain[0])} to {formatEffectPercent(domain[1])}
            . Lines: no difference (solid), minimum detectable effect (dotted),
            non-inferiority margin (dashed). {intervalCaption(metrics)} The
            p-value is of the one-sided test the outcome rests on, and counts
            when it is below the adjusted level. Every dotted figure and every
            plot opens how it was computed.
          </>
        }
      />
      <details>
        <summary>In words</summary>
        <ul>
          {metrics.map(({ metricId, variant, sentence }) => (
            <li key={`${metricId}:${variant}`}>
              {variants.size > 1 ? `${variant}: ${sentence}` : sentence}
            </li>
          ))}
        </ul>
      </details>
    </Flex>
  );
};
