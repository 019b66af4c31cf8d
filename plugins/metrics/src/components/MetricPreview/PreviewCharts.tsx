import { Text } from '@backstage/ui';
import type { MetricPreview } from '@etude/plugin-metrics-common';
import { Histogram, LineChart, formatNumber, formatPercent } from '@etude/ui';
import { dayNumber, dayWords } from '../../model/day-words';
import { isShare } from './PreviewFigures';
import type { PreviewFiguresProps } from './PreviewFigures';

// Of the narrow column beside a form, so that words keep their size.
const CHART = { width: 400, height: 180 };

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
  if (isShare(type)) return null;
  if (distribution.status === 'problem') {
    return (
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
  const points = preview.history.map(({ date, mean }) => ({
    x: dayNumber(date),
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
        series={[{ name: isShare(type) ? 'Share' : 'Mean', points }]}
        formatX={dayWords}
        formatY={isShare(type) ? formatPercent : formatNumber}
        xLabel="Day"
        {...(isShare(type)
          ? {
              yDomain: [0, Math.max(...points.map(({ y }) => y))] as const,
            }
          : {})}
      />
    </div>
  );
};
