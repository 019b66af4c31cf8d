import { Text } from '@backstage/ui';
import type { LearningAnswer } from '@etude/plugin-experiments-common';
import { formatCount } from '@etude/ui';
import { REASONS } from '../../experiment-words';
import { figureKey } from './figure';
import type { FigureProps } from './RateFigures';
import styles from './LearningPage.module.css';

type Step = {
  readonly id: string;
  readonly label: string;
  readonly count: number;
  /** Experiments to the left of the bar. */
  readonly offset: number;
  readonly kind: 'whole' | 'lost';
};

const stepsOf = (rates: LearningAnswer['rates']): readonly Step[] => {
  const lost = rates.noLearningByReason.filter(({ rate }) => rate.count > 0);
  let left = rates.experiments;
  return [
    {
      id: '',
      label: 'Ended experiments',
      count: rates.experiments,
      offset: 0,
      kind: 'whole',
    },
    ...lost.map(({ reason, rate }): Step => {
      left -= rate.count;
      return {
        id: figureKey('reason', reason),
        label: REASONS[reason],
        count: rate.count,
        offset: left,
        kind: 'lost',
      };
    }),
    {
      id: 'learning',
      label: 'Learnings',
      count: rates.learning.count,
      offset: 0,
      kind: 'whole',
    },
  ];
};

/** From all ended experiments to those that taught something, by reason lost. */
export const LossWaterfall = (
  props: FigureProps & { readonly rates: LearningAnswer['rates'] },
) => {
  const { rates, figure, onFigure } = props;
  if (rates.experiments === 0) {
    return (
      <Text as="p" color="secondary">
        No ended experiment has a verdict yet.
      </Text>
    );
  }
  if (rates.noLearning.count === 0) {
    return (
      <Text as="p">
        None were lost: every ended experiment with a verdict taught something.
      </Text>
    );
  }
  const percent = (count: number) => `${(100 * count) / rates.experiments}%`;
  return (
    <ul className={styles.waterfall}>
      {stepsOf(rates).map(step => (
        <li key={step.id}>
          <button
            type="button"
            className={styles.step}
            aria-pressed={step.id !== '' && figure === step.id}
            onClick={() => onFigure(step.id)}
          >
            <span>{step.label}</span>
            <span className={styles.count}>
              {step.kind === 'lost' ? '−' : ''}
              {formatCount(step.count)}
            </span>
            <span className={styles.track} aria-hidden="true">
              <span
                className={styles[step.kind]}
                style={{
                  marginInlineStart: percent(step.offset),
                  width: percent(step.count),
                }}
              />
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
};
