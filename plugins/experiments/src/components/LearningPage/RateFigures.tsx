import { Text } from '@backstage/ui';
import type { LearningAnswer } from '@etude/plugin-experiments-common';
import { formatCount, formatNumber, formatPercent } from '@etude/ui';
import { HIDDEN_BELOW_TEN, isHidden } from './hidden-rates';
import styles from './LearningPage.module.css';

type Rates = LearningAnswer['rates'];
type Rate = Rates['learning'];

export type FigureProps = {
  /** The figure whose list is shown. */
  readonly figure: string;
  readonly onFigure: (figure: string) => void;
};

const intervalText = ({ ci, of }: Rate): string =>
  ci === null || isHidden(of)
    ? ''
    : `${formatPercent(ci[0])} to ${formatPercent(ci[1])}`;

const shareText = ({ share, of }: Rate): string => {
  if (share === null) return '–';
  return isHidden(of) ? 'hidden' : formatPercent(share);
};

const RateFigure = (
  props: FigureProps & {
    readonly id: string;
    readonly label: string;
    readonly rate: Rate;
  },
) => {
  const { id, label, rate } = props;
  const interval = intervalText(rate);
  return (
    <button
      type="button"
      className={styles.rate}
      aria-pressed={props.figure === id}
      onClick={() => props.onFigure(id)}
    >
      <span className={styles.label}>{label}</span>
      <span className={styles.value}>{shareText(rate)}</span>
      <span className={styles.detail}>
        {formatCount(rate.count)} of {formatCount(rate.of)}
      </span>
      {interval && (
        <span className={styles.detail}>
          95 % interval <span className={styles.brief}>{interval}</span>
        </span>
      )}
    </button>
  );
};

/** What experiments could find, against what they were planned to find. */
const PrecisionFigure = (props: { readonly precision: Rates['precision'] }) => {
  const { medianRatio, experiments } = props.precision;
  return (
    <div className={`${styles.rate} ${styles.companion}`}>
      <span className={styles.label}>Precision</span>
      <span className={styles.value}>
        {medianRatio === null ? '–' : `${formatNumber(medianRatio)} ×`}
      </span>
      <span className={styles.detail}>
        {medianRatio === null
          ? 'not known of any experiment yet'
          : `achieved / planned detectable effect, median of ${formatCount(experiments)}`}
      </span>
      {medianRatio !== null && (
        <span className={styles.detail}>1 is as planned, less is better</span>
      )}
    </div>
  );
};

/** The rates of all ended experiments; each opens its list. */
export const RateFigures = (props: FigureProps & { readonly rates: Rates }) => {
  const { rates, ...figure } = props;
  return (
    <>
      <div className={styles.rates} role="group" aria-label="Rates">
        <RateFigure
          {...figure}
          id="learning"
          label="Learning rate"
          rate={rates.learning}
        />
        <RateFigure {...figure} id="win" label="Wins" rate={rates.win} />
        <RateFigure
          {...figure}
          id="regression"
          label="Regressions caught"
          rate={rates.regression}
        />
        <RateFigure
          {...figure}
          id="neutral"
          label="Neutral with power"
          rate={rates.neutral}
        />
        <RateFigure
          {...figure}
          id="no-learning"
          label="No learning"
          rate={rates.noLearning}
        />
        <PrecisionFigure precision={rates.precision} />
      </div>
      {rates.experiments > 0 && isHidden(rates.experiments) && (
        <Text as="p" color="secondary">
          {HIDDEN_BELOW_TEN}
        </Text>
      )}
    </>
  );
};
