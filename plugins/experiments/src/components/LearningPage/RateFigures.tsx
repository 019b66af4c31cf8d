import type { LearningAnswer } from '@etude/plugin-experiments-common';
import { formatCount, formatPercent } from '@etude/ui';
import styles from './LearningPage.module.css';

type Rates = LearningAnswer['rates'];
type Rate = Rates['learning'];

export type FigureProps = {
  /** The figure whose list is shown. */
  readonly figure: string;
  readonly onFigure: (figure: string) => void;
};

const intervalText = ({ ci }: Rate): string =>
  ci === null
    ? ''
    : `95 % interval ${formatPercent(ci[0])} to ${formatPercent(ci[1])}`;

const RateFigure = (
  props: FigureProps & {
    readonly id: string;
    readonly label: string;
    readonly rate: Rate;
  },
) => {
  const { id, label, rate } = props;
  return (
    <button
      type="button"
      className={styles.rate}
      aria-pressed={props.figure === id}
      onClick={() => props.onFigure(id)}
    >
      <span className={styles.label}>{label}</span>
      <span className={styles.value}>
        {rate.share === null ? '–' : formatPercent(rate.share)}
      </span>
      <span className={styles.detail}>
        {formatCount(rate.count)} of {formatCount(rate.of)}
      </span>
      <span className={styles.detail}>{intervalText(rate)}</span>
    </button>
  );
};

/** The rates of all ended experiments; each opens its list. */
export const RateFigures = (props: FigureProps & { readonly rates: Rates }) => {
  const { rates, ...figure } = props;
  return (
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
    </div>
  );
};
