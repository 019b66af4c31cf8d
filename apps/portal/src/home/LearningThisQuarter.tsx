import { useApi } from '@backstage/frontend-plugin-api';
import { Flex, Link, Text } from '@backstage/ui';
import type { LearningAnswer } from '@etude/plugin-experiments-common';
import {
  formatCount,
  formatPercent,
  LoadedView,
  StateMessage,
  useLoaded,
} from '@etude/ui';
import { experimentsApiRef } from './home-apis';
import { HomeCard } from './HomeCard';
import styles from './HomePage.module.css';
import { quarterOf } from './quarter';

type Rates = LearningAnswer['rates'];

const percent = (share: number): string => `${share * 100}%`;

const RateInterval = ({ rate }: { readonly rate: Rates['learning'] }) => {
  const { share, ci } = rate;
  if (share === null || ci === null) return null;
  const words = `95 % interval ${formatPercent(ci[0])} to ${formatPercent(ci[1])}`;
  return (
    <div>
      <div className={styles.track} role="img" aria-label={words}>
        <span
          className={styles.band}
          style={{ left: percent(ci[0]), width: percent(ci[1] - ci[0]) }}
        />
        <span className={styles.point} style={{ left: percent(share) }} />
      </div>
      <div className={styles.scale} aria-hidden="true">
        <span>0 %</span>
        <span>{words}</span>
        <span>100 %</span>
      </div>
    </div>
  );
};

const Figure = (props: {
  readonly label: string;
  readonly count: number;
  readonly figure: string;
}) => (
  <li>
    <span className={styles.figure}>{formatCount(props.count)}</span>
    <Link href={`/learning?figure=${props.figure}`}>{props.label}</Link>
  </li>
);

const Rate = ({ rates }: { readonly rates: Rates }) => (
  <Flex direction="column" gap="4">
    <Flex align="baseline" gap="3">
      <span className={styles.rate}>
        {rates.learning.share === null
          ? '–'
          : formatPercent(rates.learning.share)}
      </span>
      <Text color="secondary">
        {formatCount(rates.learning.count)} of {formatCount(rates.learning.of)}{' '}
        experiments that ended taught us something.
      </Text>
    </Flex>
    <RateInterval rate={rates.learning} />
    <ul className={styles.figures}>
      <Figure label="Wins" count={rates.win.count} figure="win" />
      <Figure
        label="Regressions caught"
        count={rates.regression.count}
        figure="regression"
      />
      <Figure
        label="Neutral with power"
        count={rates.neutral.count}
        figure="neutral"
      />
      <Figure
        label="No learning"
        count={rates.noLearning.count}
        figure="no-learning"
      />
    </ul>
  </Flex>
);

/** The learning rate of the running quarter with its interval. */
export const LearningThisQuarter = () => {
  const experimentsApi = useApi(experimentsApiRef);
  const { from, label } = quarterOf(new Date());
  const learning = useLoaded(from, signal =>
    experimentsApi.getLearning({ from }, { signal }),
  );
  return (
    <HomeCard
      title={`How we are learning in ${label}`}
      more={{ href: '/learning', label: 'Learning' }}
    >
      <LoadedView {...learning} what="what was learned this quarter">
        {({ rates }) =>
          rates.experiments === 0 ? (
            <StateMessage
              title="No experiment has ended this quarter"
              reason="The learning rate appears with the first one that ends."
              action={<Link href="/learning">See earlier quarters</Link>}
            />
          ) : (
            <Rate rates={rates} />
          )
        }
      </LoadedView>
    </HomeCard>
  );
};
