import { Text } from '@backstage/ui';
import type { MetricPreview } from '@etude/plugin-metrics-common';
import { formatCount, formatNumber, formatPercent } from '@etude/ui';
import type { MetricType } from '../../model/wire-types';
import styles from './MetricPreview.module.css';

const SHARES: readonly MetricType[] = ['proportion', 'retention', 'funnel'];

/** Whether a unit counts as yes or no, so that its share says everything. */
export const isShare = (type: MetricType): boolean => SHARES.includes(type);

type Figure = { readonly label: string; readonly value: string };

export type PreviewFiguresProps = {
  readonly preview: MetricPreview;
  readonly type: MetricType;
};

const shareOf = (part: number, whole: number): string =>
  whole === 0 ? '–' : formatPercent(part / whole);

const ownFigures = ({ preview, type }: PreviewFiguresProps): Figure[] => {
  const { figures } = preview;
  if (figures.status === 'problem') return [];
  const { mean, variance, units, cap } = figures.value;
  return [
    {
      label: isShare(type) ? 'Share' : type === 'ratio' ? 'Ratio' : 'Mean',
      value: isShare(type) ? formatPercent(mean) : formatNumber(mean),
    },
    { label: 'Standard deviation', value: formatNumber(Math.sqrt(variance)) },
    { label: 'Units in it', value: formatCount(units) },
    ...(cap === null
      ? []
      : [{ label: 'The cap came to', value: formatNumber(cap) }]),
  ];
};

const spreadFigures = ({ preview, type }: PreviewFiguresProps): Figure[] => {
  const { distribution } = preview;
  if (distribution.status === 'problem') return [];
  const { units, withValue, zeros, n, quantiles } = distribution.value;
  const asked =
    type === 'quantile'
      ? quantiles.map(({ level, value }) => ({
          label: `${formatNumber(level * 100)} % are at most`,
          value: formatNumber(value),
        }))
      : [];
  return [
    ...asked,
    { label: 'Without a value', value: shareOf(units - withValue, units) },
    ...(isShare(type) ? [] : [{ label: 'Are 0', value: shareOf(zeros, n) }]),
  ];
};

const capSentence = ({ preview }: PreviewFiguresProps): string | undefined => {
  const { figures } = preview;
  if (figures.status === 'problem') return undefined;
  const { mean, variance, uncappedMean, uncappedVariance } = figures.value;
  if (uncappedMean === null || uncappedVariance === null) return undefined;
  const less = uncappedVariance === 0 ? 0 : 1 - variance / uncappedVariance;
  return `The cap takes ${formatPercent(less)} of the variance out and makes the mean ${formatNumber(mean)} instead of ${formatNumber(uncappedMean)}.`;
};

/** From this share on a few units decide over the mean. */
const MUCH = 0.2;

const topSentence = ({
  preview,
  type,
}: PreviewFiguresProps): string | undefined => {
  const { distribution } = preview;
  if (distribution.status === 'problem' || isShare(type)) {
    return undefined;
  }
  const { topShare, of } = distribution.value;
  if (topShare === null) return undefined;
  const whose = of === 'units' ? 'units' : 'facts';
  const isCapped =
    preview.figures.status === 'known' &&
    preview.figures.value.uncappedMean !== null;
  const advice =
    topShare >= MUCH && !isCapped && type !== 'quantile'
      ? ' A cap would keep them from deciding.'
      : '';
  return `The largest 1 % of ${whose} hold ${formatPercent(topShare)} of the sum.${advice}`;
};

/** The figures of a preview, and what they say about outliers. */
export const PreviewFigures = (props: PreviewFiguresProps) => {
  const { figures } = props.preview;
  const sentences = [topSentence(props), capSentence(props)].filter(
    sentence => sentence !== undefined,
  );
  return (
    <>
      <dl className={styles.figures}>
        {[...ownFigures(props), ...spreadFigures(props)].map(
          ({ label, value }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
      {figures.status === 'problem' && props.type !== 'quantile' && (
        <Text as="p" variant="body-small">
          {figures.problem.message}
        </Text>
      )}
      {sentences.map(sentence => (
        <Text key={sentence} as="p" variant="body-small">
          {sentence}
        </Text>
      ))}
    </>
  );
};
