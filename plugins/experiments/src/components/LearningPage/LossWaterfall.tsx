import { Text } from '@backstage/ui';
import type { LearningAnswer } from '@etude/plugin-experiments-common';
import { formatCount, formatPercent } from '@etude/ui';
import { isHidden } from './hidden-rates';
import { waterfallBars } from './loss-steps';
import type { WaterfallBar } from './loss-steps';
import styles from './LearningPage.module.css';
import type { FigureProps } from './RateFigures';

const SIGNS: Record<WaterfallBar['kind'], string> = {
  whole: '',
  part: '',
  apart: '−',
  lost: '−',
};

const rateText = ({ count, of, share }: LearningAnswer['rates']['invalid']) =>
  `${formatCount(count)} of ${formatCount(of)}${share === null || isHidden(of) ? '' : `, ${formatPercent(share)}`}`;

const Bar = (
  props: FigureProps & { readonly bar: WaterfallBar; readonly total: number },
) => {
  const { bar, total, figure, onFigure } = props;
  const percent = (count: number) => `${(100 * count) / total}%`;
  return (
    <button
      type="button"
      className={styles.step}
      aria-pressed={bar.id !== '' && figure === bar.id}
      onClick={() => onFigure(bar.id)}
    >
      <span className={bar.kind === 'part' ? styles.partLabel : undefined}>
        {bar.label}
      </span>
      <span className={styles.count}>
        {SIGNS[bar.kind]}
        {formatCount(bar.count)}
      </span>
      <span className={styles.track} aria-hidden="true">
        <span
          className={styles[bar.kind]}
          style={{
            marginInlineStart: percent(bar.offset),
            width: percent(bar.count),
          }}
        />
      </span>
    </button>
  );
};

/** From all ended experiments to those that taught something, by reason lost. */
export const LossWaterfall = (
  props: FigureProps & {
    readonly waterfall: LearningAnswer['waterfall'];
    readonly rates: LearningAnswer['rates'];
  },
) => {
  const { waterfall, rates, ...figure } = props;
  const bars = waterfallBars(waterfall);
  const total = bars[0]?.count ?? 0;
  if (total === 0) {
    return (
      <Text as="p" color="secondary">
        No ended experiment has a verdict yet.
      </Text>
    );
  }
  return (
    <>
      {bars.every(({ kind }) => kind !== 'lost') && (
        <Text as="p">
          None were lost: every ended experiment with a verdict taught
          something.
        </Text>
      )}
      <ul className={styles.waterfall}>
        {bars.map(bar => (
          <li key={bar.id}>
            <Bar {...figure} bar={bar} total={total} />
          </li>
        ))}
      </ul>
      <Text as="p" variant="body-small" color="secondary">
        Restarts ({rateText(rates.restart)}) and excluded experiments are taken
        out first: they count in no other rate. Not valid were{' '}
        {rateText(rates.invalid)}.
      </Text>
    </>
  );
};
