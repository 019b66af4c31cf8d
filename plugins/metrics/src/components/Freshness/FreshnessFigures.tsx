import { Text } from '@backstage/ui';
import type { Freshness } from '@etude/plugin-metrics-common';
import { LineChart, formatCount } from '@etude/ui';
import { dayNumber, dayWords } from '../../model/day-words';
import { Completeness } from './Completeness';
import { NewestTime } from './NewestTime';

export type FreshnessFiguresProps = {
  readonly freshness: Freshness;
  /** What is counted: `Rows` or `Events`. */
  readonly what: 'Rows' | 'Events';
};

const CHART = { width: 560, height: 180 };

/** What came on each whole day, and what of a day is usual. */
const ByDay = ({ freshness, what }: FreshnessFiguresProps) => {
  const { days, checkedAt, completeness } = freshness;
  const today = checkedAt.slice(0, 10);
  const points = days
    .filter(({ date }) => date < today)
    .map(({ date, rows }) => ({ x: dayNumber(date), y: rows }));
  const soFar = days.find(({ date }) => date === today)?.rows ?? 0;
  const { usualPerDay } = completeness;
  if (points.every(({ y }) => y === 0)) return null;
  const usual = {
    name: 'Usual',
    isReference: true as const,
    points: points.map(({ x }) => ({ x, y: usualPerDay ?? 0 })),
  };
  return (
    <>
      <LineChart
        {...CHART}
        title={`${what} by day, in UTC`}
        series={[
          { name: what, points },
          ...(usualPerDay === null ? [] : [usual]),
        ]}
        formatX={dayWords}
        formatY={formatCount}
        xLabel="Day"
      />
      <Text as="p" color="secondary">
        {`${what} of each whole day, in UTC. Today so far: ${formatCount(soFar)}.`}
      </Text>
    </>
  );
};

/** When the newest came, whether days are missing, and each day. */
export const FreshnessFigures = (props: FreshnessFiguresProps) => {
  const { latestAt, checkedAt, completeness } = props.freshness;
  const one = props.what === 'Rows' ? 'row' : 'event';
  if (latestAt === null) return <Text as="p">{`No ${one} has come yet.`}</Text>;
  return (
    <>
      <Text as="p">
        <NewestTime latestAt={latestAt} checkedAt={checkedAt} one={one} />
      </Text>
      <Completeness {...completeness} />
      <ByDay {...props} />
    </>
  );
};
