import { Button, Flex, Text } from '@backstage/ui';
import type { LearningAnswer } from '@etude/plugin-experiments-common';
import { formatCount, LineChart } from '@etude/ui';
import type { LineSeries } from '@etude/ui';
import { figureKey } from './figure';
import type { FigureProps } from './RateFigures';

type Quarters = LearningAnswer['byQuarter'];
type Rates = NonNullable<Quarters[number]['rates']>;

/** Why small groups show no rate. */
export const HIDDEN_BELOW_TEN =
  'Rates of fewer than ten ended experiments are hidden: one more or less would move them by ten percent points and look like a trend.';

const seriesOf = (
  quarters: Quarters,
  name: string,
  rateOf: (rates: Rates) => Rates['learning'],
): LineSeries => ({
  name,
  points: quarters.flatMap(({ rates }, x) => {
    const share = rates && rateOf(rates).share;
    return share === null ? [] : [{ x, y: 100 * share }];
  }),
});

/** Learning and win rate over the quarters that have enough experiments. */
export const QuarterChart = (
  props: FigureProps & { readonly quarters: Quarters },
) => {
  const { quarters, figure, onFigure } = props;
  const drawn = quarters.filter(({ rates }) => rates !== null);
  return (
    <Flex direction="column" gap="3">
      {drawn.length > 1 ? (
        <LineChart
          title="Learning rate and win rate in percent, by quarter"
          series={[
            seriesOf(quarters, 'Learning %', ({ learning }) => learning),
            seriesOf(quarters, 'Win %', ({ win }) => win),
          ]}
          formatX={x => quarters[x]?.key ?? ''}
        />
      ) : (
        <Text as="p">
          There is no trend to show yet: it takes two quarters of at least ten
          ended experiments.
        </Text>
      )}
      {drawn.length < quarters.length && (
        <Text as="p" color="secondary">
          {HIDDEN_BELOW_TEN}
        </Text>
      )}
      <Flex gap="2" style={{ flexWrap: 'wrap' }}>
        {quarters.map(({ key, experiments, learnings }) => {
          const id = figureKey('quarter', key);
          return (
            <Button
              key={key}
              size="small"
              variant={figure === id ? 'primary' : 'secondary'}
              onPress={() => onFigure(id)}
            >
              {`${key}: ${formatCount(learnings)} of ${formatCount(experiments)}`}
            </Button>
          );
        })}
      </Flex>
    </Flex>
  );
};
