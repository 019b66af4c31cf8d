import { Text } from '@backstage/ui';
import type { MetricPreview } from '@etude/plugin-metrics-common';
import { Histogram, LineChart, formatNumber, formatPercent } from '@etude/ui';
import type { PreviewFiguresProps } from './PreviewFigures';

// Of the narrow column beside a form, so that words keep their size.
const CHART = { width: 400, height: 180 };

const dayWords = (at: number): string =>
  new Date(at).toLocaleDateString(undefined, {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  });

const marksOf = ({ figures }: MetricPreview) =>
  figures.status === 'known' && figures.value.cap !== null
    ? [
        {
          x: figures.value.cap,
          label: `cap ${formatNumber(figures.value.cap)}`,
        },
      ]
    : [];

/** How values other than 0 are spread. */
export const Spread = ({ preview, type }: PreviewFiguresProps) => {
  const { distribution } = preview;
  if (distribution.status === 'problem') {
    return type === 'funnel' ? null : (
      <Text as="p" variant="body-small">
        {distribution.problem.message}
      </Text>
    );
  }
  const { bins, of, zeros } = distribution.value;
  const whose = of === 'units' ? 'units' : 'facts';
  const title =
    zeros > 0 ? `Values of ${whose} other than 0` : `Values of ${whose}`;
  return (
    <div>
      <Text as="h4" variant="body-small" weight="bold">
        {title}
      </Text>
      <Histogram
        {...CHART}
        title={title}
        bins={bins.map(({ units, ...bin }) => ({ ...bin, count: units }))}
        countLabel={of === 'units' ? 'Units' : 'Facts'}
        valueLabel="Value"
        marks={marksOf(preview)}
      />
    </div>
  );
};

/** The metric by the day on which units were first seen. */
export const History = ({ preview, type }: PreviewFiguresProps) => {
  const isShare = ['proportion', 'retention', 'funnel'].includes(type);
  const points = preview.history.map(({ date, mean }) => ({
    x: Date.parse(date),
    y: mean,
  }));
  if (points.length < 2) return null;
  const title = 'By the day on which units were first seen';
  return (
    <div>
      <Text as="h4" variant="body-small" weight="bold">
        {title}
      </Text>
      <LineChart
        {...CHART}
        title={title}
        series={[{ name: isShare ? 'Share' : 'Mean', points }]}
        formatX={dayWords}
        formatY={isShare ? formatPercent : formatNumber}
        xLabel="Day"
        {...(isShare
          ? {
              yDomain: [0, Math.max(...points.map(({ y }) => y))] as const,
            }
          : {})}
      />
    </div>
  );
};
