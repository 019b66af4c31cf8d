import {
  Button,
  Flex,
  Text,
  ToggleButton,
  ToggleButtonGroup,
} from '@backstage/ui';
import type { LearningAnswer } from '@etude/plugin-experiments-common';
import { formatCount, LineChart, useSearchParam } from '@etude/ui';
import type { LineSeries } from '@etude/ui';
import { figureKey } from './figure';
import { HIDDEN_BELOW_TEN } from './hidden-rates';
import type { FigureProps } from './RateFigures';

type Periods = LearningAnswer['byQuarter'];
type Rates = NonNullable<Periods[number]['rates']>;
type Unit = 'quarter' | 'month';

const PLURAL: Record<Unit, string> = { quarter: 'quarters', month: 'months' };

const seriesOf = (
  periods: Periods,
  name: string,
  rateOf: (rates: Rates) => Rates['learning'],
): LineSeries => ({
  name,
  points: periods.flatMap(({ rates }, x) => {
    const share = rates && rateOf(rates).share;
    return share === null ? [] : [{ x, y: 100 * share }];
  }),
});

const PeriodButtons = (
  props: FigureProps & { readonly periods: Periods; readonly unit: Unit },
) => (
  <Flex gap="2" style={{ flexWrap: 'wrap' }}>
    {props.periods.map(({ key, experiments, learnings }) => {
      const id = figureKey(props.unit, key);
      return (
        <Button
          key={key}
          size="small"
          variant={props.figure === id ? 'primary' : 'secondary'}
          onPress={() => props.onFigure(id)}
        >
          {`${key}: ${formatCount(learnings)} of ${formatCount(experiments)}`}
        </Button>
      );
    })}
  </Flex>
);

const Trend = (props: { readonly periods: Periods; readonly unit: Unit }) => {
  const { periods, unit } = props;
  const drawn = periods.filter(({ rates }) => rates !== null);
  return (
    <>
      {drawn.length > 1 ? (
        <LineChart
          title={`Learning rate and win rate in percent, by ${unit}`}
          series={[
            seriesOf(periods, 'Learning %', ({ learning }) => learning),
            seriesOf(periods, 'Win %', ({ win }) => win),
          ]}
          formatX={x => periods[x]?.key ?? ''}
          xLabel={unit === 'quarter' ? 'Quarter' : 'Month'}
          yDomain={[0, 100]}
        />
      ) : (
        <Text as="p">
          There is no trend to show yet: it takes two {PLURAL[unit]} of at least
          ten ended experiments.
        </Text>
      )}
      {drawn.length < periods.length && (
        <Text as="p" color="secondary">
          {HIDDEN_BELOW_TEN}
        </Text>
      )}
    </>
  );
};

export type PeriodChartProps = FigureProps &
  Pick<LearningAnswer, 'byQuarter' | 'byMonth'>;

/** Learning and win rate over the periods that have enough experiments. */
export const PeriodChart = (props: PeriodChartProps) => {
  const { byQuarter, byMonth, figure, onFigure } = props;
  const [period, setPeriod] = useSearchParam('period', 'quarter');
  const unit: Unit = period === 'month' ? 'month' : 'quarter';
  const periods = unit === 'month' ? byMonth : byQuarter;
  return (
    <Flex direction="column" gap="3">
      <ToggleButtonGroup
        aria-label="Period"
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[unit]}
        onSelectionChange={keys => setPeriod(String([...keys][0] ?? 'quarter'))}
      >
        <ToggleButton id="quarter">By quarter</ToggleButton>
        <ToggleButton id="month">By month</ToggleButton>
      </ToggleButtonGroup>
      <Trend periods={periods} unit={unit} />
      <PeriodButtons
        periods={periods}
        unit={unit}
        figure={figure}
        onFigure={onFigure}
      />
    </Flex>
  );
};
